import type { Feature } from '../../state/feature.ts';
import { DatePicker } from './date-picker.tsx';
import { messages } from './messages.ts';

export const pickDate: Feature = {
  id: 'pick-date',
  messages,
  topBar: [{ side: 'end', order: 10, component: DatePicker }],
};
