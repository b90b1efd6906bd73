import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { useCopyLink } from '../../state/copy-link.ts';
import { mayDraft, mayMove, useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { CopyDialog, MoveDialog, RenameDialog } from './plan-dialogs.tsx';

type Asked = 'rename' | 'copy' | 'withdraw' | 'reopen';

/** What can be done with a plan as a whole, beside drawing and deciding. */
export function PlanMenu({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('manage-plans');
  const roles = useMyRoles();
  const county = useApp((state) => state.county);
  const copy = useCopyLink();
  const [asked, setAsked] = useState<Asked | null>(null);
  const draws = mayDraft(roles);
  const copyLink = async () => {
    const link = new URL(`/?county=${county}&plan=${plan.id}`, location.origin);
    await copy(link.href);
  };
  const items = [
    draws && { key: 'rename', label: t('rename') },
    draws && { key: 'copy', label: t('copy') },
    // Only where the browser lets a page write there: over https, or on the machine itself.
    navigator.clipboard !== undefined && { key: 'link', label: t('common:action.copyLink') },
    mayMove('withdraw', plan, roles) && { key: 'withdraw', label: t('withdraw'), danger: true },
    mayMove('reopen', plan, roles) && { key: 'reopen', label: t('reopen') },
  ].filter((item) => item !== false);
  const close = () => setAsked(null);
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{ items, onClick: ({ key }) => (key === 'link' ? void copyLink() : setAsked(key as Asked)) }}
      >
        <Button type="text" icon={<MoreOutlined />} aria-label={t('more', { title: plan.title })} />
      </Dropdown>
      {asked === 'rename' && <RenameDialog plan={plan} close={close} />}
      {asked === 'copy' && <CopyDialog plan={plan} close={close} />}
      {(asked === 'withdraw' || asked === 'reopen') && <MoveDialog plan={plan} action={asked} close={close} />}
    </>
  );
}
