import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { IMPORT_TARGETS } from '../../../api/contract/words.ts';
import { useNameOf } from '../../i18n/names.ts';
import { useCounties } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { Field } from '../../ui/field.tsx';
import { CrsSelect } from './crs-setting.tsx';
import { FileField } from './file-field.tsx';
import { LayerSelect } from './file-settings.tsx';
import {
  choiceFault,
  guessTarget,
  LEVELS,
  NEW_COUNTY,
  needsName,
  type SettledChoice,
  settleChoice,
} from './import-flow.ts';
import styles from './import-panel.module.css';
import { importStore, useImport } from './import-store.ts';
import { asLabel } from './import-words.ts';
import { NoticeBox } from './notice-box.tsx';
import { RecentImports, WaitingImports } from './recent-imports.tsx';

/** Which file, as what, into which county. */
export function ChooseStep({ administered }: { readonly administered: readonly string[] }) {
  const { t } = useTranslation('import-data');
  const current = useApp((state) => state.county);
  const counties = useCounties().data ?? [];
  const nameOf = useNameOf();
  const file = useImport((state) => state.file);
  const notice = useImport((state) => state.notice);
  const choice = settleChoice(
    useImport((state) => state.choice),
    current,
    administered,
  );
  const waiting = useImport((state) => state.waiting);
  const layersOf = useImport((state) => state.layersOf);
  const { chooseFiles, choose, send } = importStore.getState();
  const known = counties.map(({ code }) => code);
  const listed = choice.into === NEW_COUNTY ? null : choice.into;
  const fault = choiceFault(choice, file !== null, known);
  const onFiles = (chosen: readonly [File, ...File[]]) => {
    const guess = guessTarget(chosen[0].name);
    chooseFiles(chosen);
    if (guess) choose({ target: guess });
  };
  return (
    <>
      {notice && (
        <div className={styles.top}>
          <NoticeBox notice={notice} />
        </div>
      )}
      <WaitingImports county={listed} known={known} />
      <p className={styles.lead}>{t('lead')}</p>
      <div className={styles.form}>
        <FileField file={file} waiting={waiting} onFiles={onFiles} />
        {layersOf && layersOf.layers.length > 1 && (
          <LayerSelect
            file={layersOf}
            layer={choice.layer}
            onChange={(layer) => choose({ layer, target: guessTarget(layer) ?? choice.target })}
          />
        )}
        <Field label={t('target')} hint={t(`targetHint.${choice.target}`)}>
          {(id) => (
            <Select
              id={id}
              value={choice.target}
              listHeight={330}
              onChange={(target) => choose({ target })}
              options={IMPORT_TARGETS.map((value) => ({ value, label: asLabel(t(`targets.${value}`)) }))}
            />
          )}
        </Field>
        {choice.target === 'regions' && (
          <Field label={t('level')}>
            {(id) => (
              <Select
                id={id}
                value={choice.level}
                onChange={(level) => choose({ level })}
                options={LEVELS.map((value) => ({ value, label: t(`common:kind.${value}`) }))}
              />
            )}
          </Field>
        )}
        <Field label={t('county')}>
          {(id) => (
            <Select
              id={id}
              value={choice.into}
              listHeight={330}
              onChange={(into) => choose({ into })}
              options={[
                { value: NEW_COUNTY, label: t('newCounty') },
                ...counties
                  .filter(({ code }) => administered.includes(code))
                  .map((county) => ({ value: county.code, label: `${nameOf(county)} ${county.code}` })),
              ]}
            />
          )}
        </Field>
        {choice.into === NEW_COUNTY && <NewCounty choice={choice} taken={fault === 'code-taken'} />}
        {(notice?.type === 'unknown-crs' || choice.crs !== null) && (
          <Field label={t('chooseCrs')}>
            {(id) => <CrsSelect id={id} value={choice.crs} own={null} onChange={(crs) => choose({ crs })} />}
          </Field>
        )}
        <div className={styles.go}>
          <Button type="primary" size="large" block disabled={fault !== null} onClick={() => void send(choice)}>
            {t('read')}
          </Button>
          <p className={styles.hint}>{fault ? t(`choiceFault.${fault}`) : t('nothingWritten')}</p>
        </div>
      </div>
      <RecentImports county={listed} known={known} />
    </>
  );
}

function NewCounty({ choice, taken }: { readonly choice: SettledChoice; readonly taken: boolean }) {
  const { t } = useTranslation('import-data');
  const { choose } = importStore.getState();
  const { newCode, newName } = choice;
  const badCode = /\D/.test(newCode) || newCode.length > 6;
  return (
    <>
      <Field
        label={t('newCode')}
        hint={t('newCodeHint')}
        fault={taken ? t('choiceFault.code-taken') : badCode ? t('choiceFault.bad-code') : null}
      >
        {(id, describedBy) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            value={newCode}
            inputMode="numeric"
            maxLength={6}
            placeholder="99xxxx"
            status={taken || badCode ? 'error' : undefined}
            onChange={(event) => choose({ newCode: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t(needsName(choice) ? 'newName' : 'newNameOptional')}>
        {(id) => (
          <Input id={id} value={newName} maxLength={80} onChange={(event) => choose({ newName: event.target.value })} />
        )}
      </Field>
    </>
  );
}
