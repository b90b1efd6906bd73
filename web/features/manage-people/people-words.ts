import type { Person, PersonGrant } from '../../../api/contract/people.ts';

/** The people that a phrase is about: in name, user name, a role's word or a region. */
export function peopleFor(
  people: readonly Person[],
  phrase: string,
  grantWords: (grant: PersonGrant) => string,
): readonly Person[] {
  const wanted = phrase.trim().toLowerCase();
  if (wanted === '') return people;
  return people.filter(({ name, username, grants }) =>
    [name, username, ...grants.map(grantWords)].some((text) => text.toLowerCase().includes(wanted)),
  );
}

/** A grant's place in a list of them. */
export const grantKey = ({ role, region }: PersonGrant): string => `${role} ${region?.id ?? ''}`;
