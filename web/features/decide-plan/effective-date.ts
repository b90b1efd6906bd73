/** What a new plan is usually set to begin on: the first of a month, not before tomorrow. */
export function suggestEffective(today: string, baseFrom: string | null): string {
  const after = baseFrom && baseFrom > today ? baseFrom : today;
  const [year, month] = after.split('-').map(Number);
  return new Date(Date.UTC(year!, month!, 1)).toISOString().slice(0, 10);
}
