import { type Health, health } from '../../api/contract/health.ts';
import { request } from './http.ts';

export const getHealth = (signal?: AbortSignal): Promise<Health> => request('/api/health', health, { signal });
