import { type AccessToken, type MadeToken, madeToken, tokenList } from '../../api/contract/tokens.ts';
import { request } from './http.ts';

const PATH = '/api/session/tokens';

/** Those of the own account, of all counties. */
export const listTokens = async (signal?: AbortSignal): Promise<AccessToken[]> =>
  (await request(PATH, tokenList, { signal })).tokens;

/** The token itself is told this once. @throws ApiError `conflict` when there are as many as there may be */
export const makeToken = (county: string, name: string): Promise<MadeToken> =>
  request(PATH, madeToken, { method: 'POST', body: { county, name } });

/** @throws ApiError `not-found` when it is gone already */
export const revokeToken = async (id: string): Promise<AccessToken[]> =>
  (await request(`${PATH}/${id}`, tokenList, { method: 'DELETE' })).tokens;
