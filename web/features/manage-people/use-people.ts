import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person, PersonGrant } from '../../../api/contract/people.ts';
import { listPeople } from '../../api-client/people.ts';
import { useApp } from '../../state/store.ts';

const keyOf = (county: string) => ['people', county];

/** The accounts of the county on the screen. */
export function usePeople() {
  const county = useApp((state) => state.county) ?? '';
  return useQuery({ queryKey: keyOf(county), queryFn: ({ signal }) => listPeople(county, signal), staleTime: 0 });
}

/** @returns what notes an account as it is now, or asks for all of them again */
export function useKeepPeople() {
  const county = useApp((state) => state.county) ?? '';
  const queries = useQueryClient();
  return async (changed?: Person) => {
    if (!changed) return queries.invalidateQueries({ queryKey: keyOf(county) });
    queries.setQueryData<Person[]>(keyOf(county), (all) =>
      all?.map((person) => (person.id === changed.id ? changed : person)),
    );
  };
}

/** 责任部门（城西社区）; without a region the role alone. */
export function useGrantWords(): (grant: PersonGrant) => string {
  const { t } = useTranslation('manage-people');
  return ({ role, region }) => {
    const word = t(`common:role.${role}`);
    return region ? t('grantIn', { role: word, region: region.name || region.code }) : word;
  };
}
