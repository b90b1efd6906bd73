import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AccessToken } from '../../api/contract/tokens.ts';
import { Badge } from '../ui/badge.tsx';
import { RowList } from '../ui/row-list.tsx';
import { useFormat } from './format.ts';

interface Props {
  readonly tokens: readonly AccessToken[];
  readonly sending: boolean;
  revoke(token: AccessToken): void;
}

/** Tokens of programs: what they are for, since when, when last used, and whether they write. */
export function TokenRows({ tokens, sending, revoke }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = tokens.map((token) => {
    const { id, name, mayWrite, createdAt, lastUsedAt } = token;
    return {
      key: id,
      title: (
        <>
          {name}
          {mayWrite && <Badge tone="amber">{t('token.writes')}</Badge>}
        </>
      ),
      detail: t('token.made', {
        date: format.moment(createdAt),
        used: lastUsedAt === null ? t('token.unused') : t('token.used', { time: format.moment(lastUsedAt) }),
      }),
      action: (
        <Button size="small" danger disabled={sending} onClick={() => revoke(token)}>
          {t('token.revoke')}
        </Button>
      ),
    };
  });
  return <RowList label={t('token.list')} rows={rows} />;
}
