import {
  type AskedGrant,
  type MadePassword,
  madePassword,
  type NewPerson,
  type PeopleReading,
  type Person,
  type PersonGrant,
  type PersonPatch,
  people,
  peopleReading,
  person,
  type SignedIn,
  sessionList,
} from '../../api/contract/people.ts';
import { type AccessToken, tokenList } from '../../api/contract/tokens.ts';
import { type DownloadedFile, download } from './download.ts';
import { queryString, request } from './http.ts';
import { upload } from './upload.ts';

const at = (county: string, id?: string) =>
  `/api/counties/${county}/people${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

/** The accounts of a county, by user name. */
export const listPeople = async (county: string, signal?: AbortSignal): Promise<Person[]> =>
  (await request(at(county), people, { signal })).people;

/** @throws ApiError `conflict` when the user name is taken, `invalid-request` saying what will not do */
export const addPerson = (county: string, asked: NewPerson): Promise<MadePassword> =>
  request(at(county), madePassword, { method: 'POST', body: asked });

/** @throws ApiError `conflict` for the last administrator */
export const changePerson = (county: string, id: string, patch: PersonPatch): Promise<Person> =>
  request(at(county, id), person, { method: 'PATCH', body: patch });

/** A table of people, XLSX or CSV, looked at; nothing is changed. */
export const readPeople = (county: string, file: File): Promise<PeopleReading> =>
  upload(`${at(county)}/reading`, file, peopleReading);

/** All of them, or none. @returns a workbook with their first passwords, which come this once */
export const addPeople = (
  county: string,
  asked: readonly NewPerson[],
  language: 'zh' | 'en',
): Promise<DownloadedFile> => download(`${at(county)}/many`, { method: 'POST', body: { people: asked, language } });

export const giveGrant = (county: string, id: string, grant: AskedGrant): Promise<Person> =>
  request(`${at(county, id)}/grants`, person, { method: 'POST', body: grant });

/** @throws ApiError `conflict` for the last administrator */
export const withdrawGrant = (county: string, id: string, { role, region }: PersonGrant): Promise<Person> =>
  request(`${at(county, id)}/grants${queryString({ role, region: region?.id })}`, person, { method: 'DELETE' });

/** A new password in place of the old one, told this once. */
export const resetPassword = (county: string, id: string): Promise<MadePassword> =>
  request(`${at(county, id)}/password`, madePassword, { method: 'POST' });

export const listSessionsOf = async (county: string, id: string, signal?: AbortSignal): Promise<SignedIn[]> =>
  (await request(`${at(county, id)}/sessions`, sessionList, { signal })).sessions;

/** @param session  null = all, and all tokens */
export const endSessionsOf = (county: string, id: string, session: string | null): Promise<null> =>
  request(`${at(county, id)}/sessions${queryString({ session })}`, null, { method: 'DELETE' });

/** Those with which programs of the account enter the county. */
export const listTokensOf = async (county: string, id: string, signal?: AbortSignal): Promise<AccessToken[]> =>
  (await request(`${at(county, id)}/tokens`, tokenList, { signal })).tokens;

/** @returns those that are left. @throws ApiError `not-found` when it is gone already */
export const revokeTokenOf = async (county: string, id: string, token: string): Promise<AccessToken[]> =>
  (await request(`${at(county, id)}/tokens/${token}`, tokenList, { method: 'DELETE' })).tokens;
