import { AimOutlined, CloseOutlined, LinkOutlined } from '@ant-design/icons';
import { useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../../api/contract/things.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useCopyLink } from '../../state/copy-link.ts';
import { InspectorSlotsContext } from '../../state/inspector-slots.ts';
import { flyToSelection, useInspection } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { regionOrder } from '../../state/region-order.ts';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { FactList } from './fact-list.tsx';
import styles from './inspector.module.css';
import { LinkList } from './link-list.tsx';
import { ParentPath } from './parent-path.tsx';
import { useKindName } from './words.ts';

/** What can lie below: regions in a region, buildings in a compound, both in a block. */
const CHILD_LAYERS = ['region', 'compound', 'building'] as const;

/** What stands behind the one selected region or thing. */
export function Inspector() {
  const { t } = useTranslation('inspect');
  const selection = useApp((state) => state.selection);
  const inspection = useInspection(selection);
  if (inspection.error) {
    const notice = noticeOf(inspection.error);
    return (
      <>
        <Header title={t(`common:thing.${selection?.layer ?? 'region'}`)} />
        <Failure notice={notice} retry={() => void inspection.refetch()} />
      </>
    );
  }
  if (!inspection.data) {
    return (
      <>
        <Header title="" />
        <SkeletonLines label={t('common:panel.loading')} lines={8} />
      </>
    );
  }
  return <Found inspection={inspection.data} />;
}

function Found({ inspection }: { readonly inspection: Inspection }) {
  const { t } = useTranslation('inspect');
  const announce = useApp((state) => state.announce);
  const kindName = useKindName();
  const kind = kindName(inspection.layer, inspection.kind);
  const regionName = useRegionName();
  const { sections } = useContext(InspectorSlotsContext);
  const name = (inspection.layer === 'region' ? regionName(inspection) : inspection.name) || t('unnamed');
  useEffect(() => announce(t('opened', { kind, name })), [announce, t, kind, name]);
  return (
    <section aria-label={t('label', { name })}>
      <Header title={name} kind={kind} inspection={inspection} />
      <ParentPath parents={inspection.parents} />
      {inspection.block === null && <p className={styles.unlocated}>{t('inNoBlock')}</p>}
      <FactList inspection={inspection} />
      {sections.map((Part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what the features put there never changes
        <Part key={at} />
      ))}
      <LinkList title={t('links')} items={inspection.links} />
      {CHILD_LAYERS.map((layer) => (
        <LinkList
          key={layer}
          title={t(`children.${layer}`)}
          items={childrenOf(inspection, layer)}
          total={inspection.totals[layer]}
        />
      ))}
      <LinkList title={t('sites')} items={inspection.sites} total={inspection.totals.sites} />
      <LinkList title={t('partyOrgs')} items={inspection.partyOrgs} total={inspection.totals.partyOrgs} />
      <LinkList title={t('organizations')} items={inspection.organizations} total={inspection.totals.organizations} />
    </section>
  );
}

/** Regions in the order of the tree; things as the server gives them. */
function childrenOf({ children }: Inspection, layer: (typeof CHILD_LAYERS)[number]) {
  const found = children.filter((child) => child.layer === layer);
  return layer === 'region' ? found.sort(regionOrder(found)) : found;
}

interface HeaderProps {
  readonly title: string;
  readonly kind?: string;
  readonly inspection?: Inspection;
}

function Header({ title, kind, inspection }: HeaderProps) {
  const { t } = useTranslation('inspect');
  const select = useApp((state) => state.select);
  const { actions } = useContext(InspectorSlotsContext);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {kind && (
          <p className={styles.kind} data-red={inspection?.kind.startsWith('red_')}>
            {kind}
            {inspection?.code && <span className={`${styles.code} tabular`}>{inspection.code}</span>}
          </p>
        )}
        <h2 className={styles.title}>{title}</h2>
      </div>
      <div className={styles.actions}>
        {inspection && (
          <>
            {actions.map((Action, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what the features put there never changes
              <Action key={at} />
            ))}
            <CopyLink />
            <IconButton label={`${t('common:action.flyTo')} (F)`} icon={<AimOutlined />} onClick={flyToSelection} />
          </>
        )}
        <IconButton label={`${t('close')} (Esc)`} icon={<CloseOutlined />} onClick={() => select(null)} />
      </div>
    </header>
  );
}

function CopyLink() {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copyLink = useCopyLink();
  const copy = async () => setCopied(await copyLink(location.href));
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!('clipboard' in navigator)) return null;
  return (
    <IconButton
      label={t(copied ? 'action.copied' : 'action.copyLink')}
      icon={<LinkOutlined />}
      active={copied}
      onClick={() => void copy()}
    />
  );
}
