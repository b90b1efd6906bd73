import type { ThemeName } from '../state/preferences.ts';

/** Colours of the map. Regions keep their hue in both themes; lightness is each theme's own. */
export interface MapPalette {
  readonly background: string;
  readonly water: string;
  readonly waterLine: string;
  readonly waterText: string;
  readonly landuse: Readonly<Record<string, string>>;
  readonly building: string;
  readonly buildingLine: string;
  readonly buildingSide: string;
  readonly compound: string;
  readonly compoundLine: string;
  /** what is planned or being built */
  readonly toBe: string;
  readonly wall: string;
  readonly gate: string;
  readonly road: Readonly<
    Record<'major' | 'main' | 'minor' | 'walk', { readonly fill: string; readonly casing: string }>
  >;
  readonly roadText: string;
  readonly tunnel: string;
  readonly railway: string;
  readonly railwayGap: string;
  readonly block: string;
  readonly red: string;
  readonly redFill: string;
  readonly organization: string;
  readonly text: string;
  readonly textSoft: string;
  readonly halo: string;
  readonly countyLine: string;
  readonly hues: readonly RegionHue[];
  readonly networks: readonly string[];
}

interface RegionHue {
  readonly fill: string;
  /** border: darker than the fill on light ground, brighter on dark */
  readonly line: string;
  readonly text: string;
}

/**
 * Eight hues in the order in which graph colouring uses them. Pairs that a red-green blind eye confuses differ in
 * lightness instead (tests/web/map/palette.test.ts measures it).
 */
const HUES_LIGHT: readonly RegionHue[] = [
  { fill: '#3f86e0', line: '#2a5fa5', text: '#1d4a87' },
  { fill: '#dd960f', line: '#9a6a07', text: '#7a5300' },
  { fill: '#12886f', line: '#0c6452', text: '#0a5445' },
  { fill: '#e07bb0', line: '#a84a7c', text: '#8c2f63' },
  { fill: '#7a4fb5', line: '#58378a', text: '#4f2f7f' },
  { fill: '#aed64b', line: '#61801e', text: '#4c6616' },
  { fill: '#4dc3e0', line: '#1f7f98', text: '#135f74' },
  { fill: '#c2602c', line: '#8a4119', text: '#7c3713' },
];

const HUES_DARK: readonly RegionHue[] = [
  { fill: '#5a9df2', line: '#6aa5f0', text: '#a9ccff' },
  { fill: '#dd9a22', line: '#d9a437', text: '#f5d48b' },
  { fill: '#1f9d82', line: '#35b498', text: '#86dcc8' },
  { fill: '#e58bbb', line: '#e08ab8', text: '#f7c0db' },
  { fill: '#8257c4', line: '#a583dc', text: '#cfb8f5' },
  { fill: '#bbe063', line: '#a2c953', text: '#cfe89a' },
  { fill: '#57c9e5', line: '#5ac4de', text: '#a8e4f3' },
  { fill: '#cd6d39', line: '#dd8250', text: '#f3b797' },
];

const LIGHT: MapPalette = {
  background: '#f2f3f1',
  water: '#bdd7ec',
  waterLine: '#9fc4e2',
  waterText: '#3f6f9c',
  landuse: {
    residential: '#efeeec',
    commercial: '#f5ede6',
    industrial: '#eae9ee',
    green: '#d5e8cd',
    farmland: '#edf0df',
    forest: '#c9dfc1',
    public: '#eaedf5',
    transport: '#e7e8ea',
    other: '#efefed',
  },
  building: '#dfdcd8',
  buildingLine: '#c5c1bb',
  buildingSide: '#d8d5d1',
  compound: '#8d99a8',
  compoundLine: '#9aa5b3',
  toBe: '#6a3fd0',
  wall: '#8b8378',
  gate: '#5f574c',
  road: {
    major: { fill: '#ffe3ad', casing: '#dcb871' },
    main: { fill: '#fff6e0', casing: '#d9cfb6' },
    minor: { fill: '#ffffff', casing: '#d3d7dd' },
    walk: { fill: '#f7f4f0', casing: '#cfc8bf' },
  },
  roadText: '#5a5f68',
  tunnel: '#e9eaec',
  railway: '#98a0ac',
  railwayGap: '#f7f8f9',
  block: '#7d8794',
  red: '#c41d28',
  redFill: '#d94b52',
  organization: '#5a6b85',
  text: '#26303d',
  textSoft: '#525e6d',
  halo: 'rgba(255, 255, 255, 0.92)',
  countyLine: '#3e4b5e',
  hues: HUES_LIGHT,
  networks: ['#0f6f9c', '#8a5a00', '#5b3fa3', '#1c7a3e'],
};

const DARK: MapPalette = {
  background: '#181c22',
  water: '#152b40',
  waterLine: '#1e3d5a',
  waterText: '#7fb0da',
  landuse: {
    residential: '#1c2027',
    commercial: '#241f20',
    industrial: '#20212a',
    green: '#1b2a20',
    farmland: '#1f241d',
    forest: '#182a1e',
    public: '#1c222e',
    transport: '#20242b',
    other: '#1c2026',
  },
  building: '#2b323c',
  buildingLine: '#3b444f',
  buildingSide: '#313945',
  compound: '#5c6878',
  compoundLine: '#5f6b7b',
  toBe: '#b69bff',
  wall: '#7c7466',
  gate: '#b5aa97',
  road: {
    major: { fill: '#6b5a38', casing: '#15181d' },
    main: { fill: '#4d4a42', casing: '#15181d' },
    minor: { fill: '#3a424d', casing: '#15181d' },
    walk: { fill: '#343a43', casing: '#15181d' },
  },
  roadText: '#b3bcc8',
  tunnel: '#242a32',
  railway: '#5d6876',
  railwayGap: '#1d2229',
  block: '#697585',
  red: '#ff6b70',
  redFill: '#c23a42',
  organization: '#9db0cc',
  text: '#eef1f5',
  textSoft: '#b9c2ce',
  halo: 'rgba(17, 20, 26, 0.9)',
  countyLine: '#c3cede',
  hues: HUES_DARK,
  networks: ['#63bfe8', '#e0ad4d', '#b59cf5', '#6fce93'],
};

export const PALETTES: Readonly<Record<ThemeName, MapPalette>> = { light: LIGHT, dark: DARK };
