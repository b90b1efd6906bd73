// A worker thread of Node 20 does not inherit the TypeScript loader (neither tsx's nor vitest's), so this plain file
// brings it along.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
