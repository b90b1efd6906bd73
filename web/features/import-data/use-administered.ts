import { useCounties } from '../../state/queries.ts';

/** Codes of the counties that the account administers as a whole; null while nobody can tell. */
export function useAdministered(): readonly string[] | null {
  const counties = useCounties().data;
  return counties ? counties.filter(({ roles }) => roles.includes('admin')).map(({ code }) => code) : null;
}
