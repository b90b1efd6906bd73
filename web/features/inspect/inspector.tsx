import { AimOutlined, CloseOutlined, LinkOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../../api/contract/things.ts';
import { noticeOf } from '../../api-client/http.ts';
import { flyToSelection, useInspection } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
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
        <Header title={t(`common:layer.${selection?.layer ?? 'region'}`)} />
        <ErrorState
          title={t(`common:error.notice.${notice.type}`)}
          detail={notice.detail}
          action={{ label: t('common:action.retry'), run: () => void inspection.refetch() }}
        />
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
  const name = (inspection.layer === 'region' ? regionName(inspection) : inspection.name) || t('unnamed');
  useEffect(() => announce(t('opened', { kind, name })), [announce, t, kind, name]);
  return (
    <section aria-label={t('label', { name })}>
      <Header title={name} kind={kind} inspection={inspection} />
      <ParentPath parents={inspection.parents} />
      {inspection.block === null && <p className={styles.unlocated}>{t('inNoBlock')}</p>}
      <FactList inspection={inspection} />
      <LinkList title={t('links')} items={inspection.links} />
      {CHILD_LAYERS.map((layer) => (
        <LinkList
          key={layer}
          title={t(`children.${layer}`)}
          items={inspection.children.filter((child) => child.layer === layer)}
        />
      ))}
      <LinkList title={t('sites')} items={inspection.sites} />
      <LinkList title={t('partyOrgs')} items={inspection.partyOrgs} />
      <LinkList title={t('organizations')} items={inspection.organizations} />
    </section>
  );
}

interface HeaderProps {
  readonly title: string;
  readonly kind?: string;
  readonly inspection?: Inspection;
}

function Header({ title, kind, inspection }: HeaderProps) {
  const { t } = useTranslation('inspect');
  const select = useApp((state) => state.select);
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
  const announce = useApp((state) => state.announce);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    announce(t('action.copied'));
  };
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
