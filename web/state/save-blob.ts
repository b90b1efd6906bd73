/** Has the browser save a file under a name, as if a link to it had been followed. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Some browsers begin to read only after the click is done with.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
