import { DownOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { PALETTES } from '../../map/palette.ts';
import { PinIcon } from '../../map/pin-icon.tsx';
import { baseMapAway, useBaseMap, useBaseMaps } from '../../state/base-map.ts';
import { DEFAULT_LAYERS, type LayerKey } from '../../state/layer-keys.ts';
import { useLegendOpen } from '../../state/legend-open.ts';
import { usePlan } from '../../state/plan/plan-store.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { usePhone } from '../../ui/use-media.ts';
import { type LegendRow, legendGroups } from './groups.ts';
import styles from './legend.module.css';
import { Swatch } from './swatch.tsx';

/** What the map shows, with counts; each row is the switch of its layer. */
export function Legend() {
  const { t } = useTranslation('switch-layers');
  const county = useCounty().data;
  const phone = usePhone();
  const [wideOpen, toggleWide] = useLegendOpen();
  const [phoneOpen, setPhoneOpen] = useState(false);
  const open = phone ? phoneOpen : wideOpen;
  const toggle = () => (phone ? setPhoneOpen(!open) : toggleWide());
  const drawn = usePlan((state) => state.counts);
  const groups = useMemo(() => (county ? legendGroups(county, drawn) : []), [county, drawn]);
  if (!county) return null;
  if (!open) {
    return (
      <button type="button" className={styles.opener} aria-expanded={false} title={t('open')} onClick={toggle}>
        <UnorderedListOutlined /> {t('title')}
      </button>
    );
  }
  return (
    <section className={styles.legend} aria-label={t('title')}>
      <header className={styles.header}>
        <h2 className={styles.title}>{t('title')}</h2>
        <ResetButton />
        <IconButton label={t('close')} icon={<DownOutlined />} aria-expanded onClick={toggle} />
      </header>
      <div className={styles.groups}>
        {groups.map((group) => (
          <fieldset key={group.id} className={styles.group}>
            <legend className={styles.groupTitle}>{t(`group.${group.id}`)}</legend>
            {group.rows.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </fieldset>
        ))}
        <BaseMaps />
      </div>
    </section>
  );
}

function Row({ row }: { readonly row: LegendRow }) {
  const { t } = useTranslation('switch-layers');
  const format = useFormat();
  const theme = useThemeName();
  const visible = useApp((state) => state.layers[row.key]);
  const setLayers = useApp((state) => state.setLayers);
  const announce = useApp((state) => state.announce);
  const name = t(row.label);
  return (
    <label className={styles.row} data-off={!visible}>
      <input
        type="checkbox"
        className={styles.box}
        checked={visible}
        onChange={() => {
          setLayers([row.key], !visible);
          announce(t(visible ? 'hidden' : 'shown', { name }));
        }}
      />
      <span className={styles.mark} aria-hidden="true">
        {row.siteKind ? (
          <PinIcon kind={row.siteKind} theme={theme} size={16} />
        ) : (
          <Swatch layer={row.key} palette={PALETTES[theme]} />
        )}
      </span>
      <span className={styles.name}>{name}</span>
      {row.count !== null && <span className={`${styles.count} tabular`}>{format.number(row.count)}</span>}
    </label>
  );
}

/** Raster maps of others, where the administrator has set some up. */
function BaseMaps() {
  const { t } = useTranslation('switch-layers');
  const offered = useBaseMaps();
  const chosen = useBaseMap()?.id ?? null;
  const away = baseMapAway((state) => state.away);
  const setPreferences = useApp((state) => state.setPreferences);
  if (offered.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.groupTitle}>{t('baseMap.title')}</legend>
      {[null, ...offered.map(({ id }) => id)].map((id) => (
        <label key={id} className={styles.row}>
          <input
            type="radio"
            name="base-map"
            checked={id === chosen}
            onChange={() => setPreferences({ baseMap: id })}
          />
          <span className={styles.name}>{t(`baseMap.${id ?? 'none'}`)}</span>
        </label>
      ))}
      {chosen !== null && away && (
        <p className={styles.away} role="status">
          {t('baseMap.away')}
        </p>
      )}
    </fieldset>
  );
}

function ResetButton() {
  const { t } = useTranslation('switch-layers');
  const changed = useApp((state) =>
    (Object.keys(DEFAULT_LAYERS) as LayerKey[]).some((key) => state.layers[key] !== DEFAULT_LAYERS[key]),
  );
  const resetLayers = useApp((state) => state.resetLayers);
  const announce = useApp((state) => state.announce);
  const reset = () => {
    resetLayers();
    announce(t('wasReset'));
  };
  // It stays when there is nothing left to reset, so that it keeps the focus of whoever pressed it.
  return (
    <button type="button" className={styles.reset} aria-disabled={!changed} onClick={changed ? reset : undefined}>
      {t('reset')}
    </button>
  );
}
