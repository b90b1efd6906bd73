/** `tongxin-20260302-140509.backup.tar`, in UTC: in the order of names backups stand in the order of time. */
export const backupName = (at: Date): string =>
  `tongxin-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup.tar`;
