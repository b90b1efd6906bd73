import type { Feature } from '../../state/feature.ts';
import { MeasureTool } from './measure-tool.tsx';
import { messages } from './messages.ts';

export const measure: Feature = { id: 'measure', messages, mapTools: [{ order: 10, component: MeasureTool }] };
