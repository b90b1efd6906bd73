import type { SiteKind } from '../../api/contract/words.ts';
import type { ThemeName } from '../state/preferences.ts';
import { PIN_BOX, PIN_SHAPES, pinColour } from './pins.ts';

interface Props {
  readonly kind: SiteKind;
  readonly theme: ThemeName;
  /** height in px */
  readonly size: number;
}

/** The pin of a site kind, as the map draws it. */
export function PinIcon({ kind, theme, size }: Props) {
  const { body, glyph } = PIN_SHAPES[kind];
  const width = (size * PIN_BOX.width) / PIN_BOX.height;
  return (
    <svg width={width} height={size} viewBox={`1 0 ${PIN_BOX.width - 2} ${PIN_BOX.height}`} aria-hidden="true">
      <path d={body} fill={pinColour(kind, theme)} />
      <path d={glyph} fill="#fff" fillRule="evenodd" />
    </svg>
  );
}
