import { Button, Checkbox, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEFAULT_RULES, isDefinition, RULE_FIGURES } from '../../../api/contract/default-rules.ts';
import type { Rule, RuleSet } from '../../../api/contract/plans.ts';
import { putRules } from '../../api-client/rules.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useKeepRules } from '../../state/rules.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { faultOf, type RuleRow, rowsOf, rulesIn } from './rule-form.ts';
import styles from './rules-dialog.module.css';

interface Props {
  readonly known: RuleSet;
  readonly mayChange: boolean;
  close(): void;
}

/** Every rule with its figures and where it comes from; changed as a whole. */
export function RulesDialog({ known, mayChange, close }: Props) {
  const { t } = useTranslation('manage-rules');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const keep = useKeepRules();
  const [begun, setBegun] = useState(known);
  const [rows, setRows] = useState(() => rowsOf(known.rules));
  const { sending, notice, send } = useSending();
  const save = async () => {
    const done = await send(async () => {
      const saved = await putRules(county, { version: begun.version, rules: rulesIn(rows) });
      keep(saved);
      announce(t('saved', { version: saved.version }));
    });
    if (done) close();
  };
  const isLate = notice?.type === 'stale-version';
  const lookAgain = async () => {
    const latest = await keep();
    setBegun(latest);
    setRows(rowsOf(latest.rules));
  };
  const put = (changed: RuleRow) =>
    setRows((all) => all.map((row) => (row.rule.id === changed.rule.id ? changed : row)));
  return (
    <Modal
      open
      width={680}
      title={t('title')}
      okText={t('save')}
      okButtonProps={{ loading: sending, disabled: rows.some((row) => faultOf(row) !== null) }}
      cancelText={t('common:action.cancel')}
      onOk={() => void save()}
      onCancel={close}
      {...(mayChange
        ? {}
        : {
            footer: (
              <Button type="primary" onClick={close}>
                {t('common:action.close')}
              </Button>
            ),
          })}
    >
      <div className={styles.form}>
        <p className={styles.lead}>{t(mayChange ? 'lead' : 'readOnly')}</p>
        <ul className={styles.rules}>
          {rows.map((row) => (
            <Row key={row.rule.id} row={row} put={mayChange ? put : null} />
          ))}
        </ul>
        {mayChange && (
          <div>
            <Button size="small" onClick={() => setRows(rowsOf(DEFAULT_RULES))}>
              {t('restore')}
            </Button>
          </div>
        )}
        {isLate && (
          <Refusal title={t('changedMeanwhile')}>
            <Button size="small" onClick={() => void lookAgain()}>
              {t('common:action.retry')}
            </Button>
          </Refusal>
        )}
        {notice && !isLate && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}

interface RowProps {
  readonly row: RuleRow;
  /** null = for reading only */
  readonly put: ((row: RuleRow) => void) | null;
}

function Row({ row, put }: RowProps) {
  const { t } = useTranslation('manage-rules');
  const { rule, used } = row;
  const title = t('ruleOf', { level: t(`common:kind.${rule.level}`), rule: t(`common:rule.${rule.kind}`) });
  const fault = faultOf(row);
  const change = (part: Partial<Rule>) => put?.({ ...row, rule: { ...rule, ...part } });
  const fixed = isDefinition(rule);
  return (
    <li className={styles.rule} data-used={used}>
      <div className={styles.head}>
        <Checkbox
          checked={used}
          disabled={!put || fixed}
          aria-label={t('use', { rule: title })}
          onChange={({ target }) => put?.({ ...row, used: target.checked })}
        >
          {title}
        </Checkbox>
        {fixed ? (
          <span className={styles.note}>{t('definition')}</span>
        ) : (
          used && (
            <Checkbox disabled={!put} checked={rule.hard} onChange={({ target }) => change({ hard: target.checked })}>
              {t('hard')}
            </Checkbox>
          )
        )}
      </div>
      {used && (
        <div className={styles.fields}>
          {(RULE_FIGURES[rule.kind] ?? []).map((name) => (
            <Field key={name} label={t(`figure.${rule.kind}.${name}`)}>
              {(id) => (
                <InputNumber
                  id={id}
                  className={styles.figure}
                  min={0}
                  max={1_000_000}
                  precision={0}
                  disabled={!put}
                  status={fault === 'disordered' ? 'error' : ''}
                  value={rule.params[name] ?? null}
                  onChange={(value) => change({ params: { ...rule.params, [name]: value ?? Number.NaN } })}
                />
              )}
            </Field>
          ))}
          <div className={styles.source}>
            <Field label={t('source')} fault={fault && t(fault)}>
              {(id, describedBy) => (
                <Input.TextArea
                  id={id}
                  aria-describedby={describedBy}
                  lang="zh-CN"
                  autoSize={{ minRows: 1, maxRows: 4 }}
                  maxLength={500}
                  disabled={!put}
                  value={rule.source}
                  onChange={({ target }) => change({ source: target.value })}
                />
              )}
            </Field>
          </div>
        </div>
      )}
    </li>
  );
}
