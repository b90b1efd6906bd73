import { PALETTES } from '../../map/palette.ts';
import { useThemeName } from '../../state/theme-name.ts';
import styles from './region-dot.module.css';

/** The colour that a region has on the map. */
export function RegionDot({ hue }: { readonly hue: number | null }) {
  const palette = PALETTES[useThemeName()];
  if (hue === null) return <span className={styles.none} aria-hidden="true" />;
  const { fill, line } = palette.hues[hue]!;
  return <span className={styles.dot} style={{ background: fill, borderColor: line }} aria-hidden="true" />;
}
