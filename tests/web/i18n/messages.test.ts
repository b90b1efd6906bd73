import { describe, expect, test } from 'vitest';
import { IMPORT_ATTRIBUTES } from '../../../api/contract/imports.ts';
import { ROLE_WORDS } from '../../../api/contract/people.ts';
import { LEFT_KINDS, PLAN_STATUSES } from '../../../api/contract/plans.ts';
import { PROBLEMS } from '../../../api/contract/problems.ts';
import { FACT_KEYS } from '../../../api/contract/things.ts';
import {
  LAYERS,
  ORGANIZATION_KINDS,
  PARTY_ORG_KINDS,
  REGION_KINDS,
  ROLES,
  SITE_KINDS,
} from '../../../api/contract/words.ts';
import { FEATURES } from '../../../web/app/features.ts';
import { messages as decideMessages } from '../../../web/features/decide-plan/messages.ts';
import { messages as importMessages } from '../../../web/features/import-data/messages.ts';
import { messages as inspectMessages } from '../../../web/features/inspect/messages.ts';
import { en } from '../../../web/i18n/en.ts';
import { zh } from '../../../web/i18n/zh.ts';
import type { Messages } from '../../../web/state/feature.ts';

/** `a.b` → text, of every message. */
const flatten = (messages: Messages, path = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const catalogues = [
  { id: 'common', zh: zh as Messages, en: en as Messages },
  ...FEATURES.map(({ id, messages }) => ({ id, ...messages })),
];

describe.each(catalogues)('messages of $id', (catalogue) => {
  const chinese = flatten(catalogue.zh);
  const english = new Map(flatten(catalogue.en));

  test('have the same keys in Chinese and English', () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort());
  });

  test('have the same placeholders, and no text is empty', () => {
    for (const [key, text] of chinese) {
      expect(text, key).not.toBe('');
      expect(english.get(key), key).toBeTruthy();
      expect(placeholders(english.get(key)!), key).toEqual(placeholders(text));
    }
  });

  test('are not Chinese where they should be English', () => {
    for (const [key, text] of english) {
      if (key === 'language.zh' || key === 'language.switch') continue;
      expect(text, key).not.toMatch(/[一-鿿]/);
    }
  });
});

test('every word of the contract has its translation', () => {
  expect(Object.keys(zh.role)).toEqual([...ROLES]);
  expect(Object.keys(zh.kind)).toEqual([...REGION_KINDS]);
  expect(Object.keys(zh.site)).toEqual([...SITE_KINDS]);
  expect(Object.keys(zh.organization)).toEqual([...ORGANIZATION_KINDS]);
  expect(Object.keys(zh.partyOrg)).toEqual([...PARTY_ORG_KINDS]);
  expect(Object.keys(zh.planStatus)).toEqual([...PLAN_STATUSES]);
  expect(Object.keys(decideMessages.zh.left)).toEqual(LEFT_KINDS);
  expect(Object.keys(decideMessages.zh.leftDetail)).toEqual(LEFT_KINDS);
  for (const layer of LAYERS) expect(zh.layer, layer).toHaveProperty(layer);
  for (const problem of Object.keys(PROBLEMS)) expect(zh.error.notice, problem).toHaveProperty(problem);
});

test('every attribute that an import can fill has a name in both languages', () => {
  for (const attribute of Object.values(IMPORT_ATTRIBUTES).flat()) {
    expect({ ...zh.attribute, ...importMessages.zh.attribute }, attribute).toHaveProperty(attribute);
    expect({ ...en.attribute, ...importMessages.en.attribute }, attribute).toHaveProperty(attribute);
  }
});

test('every fact of the inspector has a name in both languages', () => {
  for (const key of FACT_KEYS) {
    expect({ ...zh.attribute, ...inspectMessages.zh.fact }, key).toHaveProperty(key);
    expect({ ...en.attribute, ...inspectMessages.en.fact }, key).toHaveProperty(key);
  }
});

test('a table of people may call a role as the pages call it', () => {
  for (const role of ROLES) expect(ROLE_WORDS[role]).toEqual([zh.role[role], en.role[role]]);
});
