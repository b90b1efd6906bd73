interface Props {
  readonly text: string;
  readonly part: string;
}

/** The text with the part that was searched for marked. */
export function Highlight({ text, part }: Props) {
  const at = text.toLowerCase().indexOf(part.toLowerCase());
  if (at < 0 || part === '') return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length)}
    </>
  );
}
