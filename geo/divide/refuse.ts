import type { EditOutcome } from './edit.ts';

export type Refusal = EditOutcome & { readonly ok: false };

export const refuse = (
  reason: Refusal['reason'],
  detail: string,
  at: Refusal['at'] = null,
  region?: number,
): Refusal => ({ ok: false, reason, at, detail, ...(region === undefined ? {} : { region }) });
