/** What a new plan is usually set to begin on: the first of a month, not before tomorrow. */
export function suggestEffective(today: string, baseFrom: string | null): string {
  const after = baseFrom && baseFrom > today ? baseFrom : today;
  const [year, month] = after.split('-').map(Number);
  return new Date(Date.UTC(year!, month!, 1)).toISOString().slice(0, 10);
}

/** The day before, as the map shows what ends then. */
export function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
