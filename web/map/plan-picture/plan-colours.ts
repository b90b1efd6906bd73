import type { ThemeName } from '../../state/preferences.ts';
import type { HatchColours, Rgba } from '../overlay-registry.ts';
import { PALETTES } from '../palette.ts';

/** Colours of a draft on the map. Violet is what is not in force, blue what is chosen, magenta what breaks a rule. */
export interface PlanColours {
  /** by hue */
  readonly fill: readonly Rgba[];
  /** of what cannot be changed, because it is locked or outside the plan's part; by hue */
  readonly dimmed: readonly Rgba[];
  /** of a block that a stroke has taken, by hue */
  readonly stroke: readonly Rgba[];
  readonly unassigned: Rgba;
  readonly strokeUnassigned: Rgba;
  readonly hatches: HatchColours;
  /** widths by rank of the border, see `BORDER_RANKS` */
  readonly border: readonly Rgba[];
  /** between blocks of one region */
  readonly blockLine: Rgba;
  /** a border that was not there before the plan */
  readonly newBorder: Rgba;
  readonly chosen: Rgba;
  readonly chosenFill: Rgba;
  readonly halo: Rgba;
  readonly hover: Rgba;
  readonly target: Rgba;
  readonly draft: Rgba;
  readonly fault: Rgba;
}

const rgb = (hex: string): [number, number, number] => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
};
const rgba = (hex: string, alpha: number): Rgba => [...rgb(hex), Math.round(alpha * 255)];

function coloursOf(theme: ThemeName): PlanColours {
  const palette = PALETTES[theme];
  const dark = theme === 'dark';
  const violet = dark ? '#b69bff' : '#6a3fd0';
  const magenta = dark ? '#ff85cf' : '#a61578';
  const blue = dark ? '#7fb0ff' : '#0958d9';
  return {
    fill: palette.hues.map(({ fill }) => rgba(fill, dark ? 0.28 : 0.26)),
    dimmed: palette.hues.map(({ fill }) => rgba(fill, dark ? 0.1 : 0.08)),
    stroke: palette.hues.map(({ fill }) => rgba(fill, dark ? 0.6 : 0.56)),
    unassigned: rgba(palette.textSoft, 0.06),
    strokeUnassigned: rgba(palette.textSoft, 0.3),
    hatches: [rgba(violet, dark ? 0.62 : 0.5), rgba(magenta, 0.5), rgba(palette.textSoft, 0.55)],
    border: [
      rgba(palette.textSoft, dark ? 0.75 : 0.65),
      rgba(palette.text, dark ? 0.8 : 0.72),
      rgba(palette.countyLine, dark ? 0.7 : 0.85),
      rgba(palette.countyLine, dark ? 0.75 : 0.9),
    ],
    blockLine: rgba(palette.block, 0.85),
    newBorder: rgba(violet, 1),
    chosen: rgba(blue, 1),
    chosenFill: rgba(blue, 0.3),
    halo: dark ? [10, 14, 22, 220] : [255, 255, 255, 235],
    hover: rgba(blue, 0.75),
    target: rgba(violet, 0.95),
    draft: rgba(violet, 1),
    fault: rgba(magenta, 1),
  };
}

export const PLAN_COLOURS: Readonly<Record<ThemeName, PlanColours>> = {
  light: coloursOf('light'),
  dark: coloursOf('dark'),
};

/** Widths by what differs on the two sides: grid, community, street, county. */
export const BORDER_PX = [0.9, 1.8, 2.4, 3] as const;
export const BLOCK_LINE_PX = 0.7;
