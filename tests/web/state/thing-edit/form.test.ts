import { describe, expect, test } from 'vitest';
import { EDIT_LAYERS, NEW_THINGS, THING_PATCHES } from '../../../../api/contract/thing-edits.ts';
import { SITE_KINDS } from '../../../../api/contract/words.ts';
import { en } from '../../../../web/i18n/en.ts';
import { zh } from '../../../../web/i18n/zh.ts';
import { faultOf, fieldsOf } from '../../../../web/state/thing-edit/form-fields.ts';
import {
  changedMeanwhile,
  NOTHING_TYPED,
  newFieldsOf,
  patchOf,
  type Typed,
  typeInto,
  withTyped,
} from '../../../../web/state/thing-edit/typed.ts';

const field = (layer: (typeof EDIT_LAYERS)[number], name: string, fields = {}) =>
  fieldsOf(layer, fields).find((each) => each.name === name)!;
const SHOP = {
  kind: 'shop',
  name: '老店',
  address: '一街 1 号',
  building: 4,
  data: { phone: '123', resources: ['classroom'] },
};

describe('the fields of a form', () => {
  test('are those of the contract, each with what it may hold', () => {
    expect(field('building', 'floors')).toMatchObject({
      control: { kind: 'number', least: 0, most: 200, whole: true },
      nullable: true,
      required: false,
    });
    expect(field('building', 'compound').control).toEqual({ kind: 'link', to: 'compound' });
    expect(field('building', 'kind').control).toMatchObject({ kind: 'words' });
    expect(field('site', 'name')).toMatchObject({ required: true, control: { kind: 'text', most: 200 } });
    expect(field('organization', 'core').control).toEqual({ kind: 'region-code' });
  });

  test('are all that can be given but what is drawn', () => {
    const drawn = ['geometry', 'outline', 'walls', 'gates', 'data'];
    for (const layer of EDIT_LAYERS) {
      const given = Object.keys(THING_PATCHES[layer].shape).filter((name) => !drawn.includes(name));
      const shown = fieldsOf(layer, { stage: 'planned' }).filter(({ attribute }) => !attribute);
      expect(shown.map(({ name }) => name).sort()).toEqual(given.sort());
    }
  });

  test('have a name in both languages, and their words as well', () => {
    for (const layer of EDIT_LAYERS)
      for (const kind of layer === 'site' ? SITE_KINDS : [undefined])
        for (const { name, attribute, control } of fieldsOf(layer, { kind, stage: 'planned' })) {
          for (const words of [zh, en])
            expect(attribute ? words.attribute : words.thingField, name).toHaveProperty(name);
          if (control.kind !== 'words' || name === 'kind') continue;
          const words: object = attribute ? zh.attributeWord : zh.thingWord;
          for (const word of control.words) expect(words).toHaveProperty([name, word]);
        }
  });

  test('of a site follow its kind; what is expected is asked of an estate that does not stand yet', () => {
    expect(field('site', 'shops', { kind: 'red_district' })).toMatchObject({ attribute: true });
    expect(field('site', 'shops', { kind: 'plaza' })).toBeUndefined();
    expect(field('compound', 'expectedHouseholds', { stage: 'built' })).toBeUndefined();
    expect(field('compound', 'expectedHouseholds', { stage: 'planned' })).toBeDefined();
  });

  test('tell what is missing and what cannot be', () => {
    expect(faultOf('site', {}, field('site', 'name'))).toBe('required');
    expect(faultOf('building', { floors: 900 }, field('building', 'floors'))).toBe('unfit');
    expect(faultOf('building', { floors: null }, field('building', 'floors'))).toBeNull();
    const website = field('organization', 'phone');
    expect(faultOf('organization', { data: { phone: 'x'.repeat(300) } }, website)).toBe('unfit');
  });
});

describe('what was typed', () => {
  test('is sent where it differs, emptied attributes and figures as null', () => {
    let typed: Typed = typeInto(NOTHING_TYPED, field('organization', 'name'), '新店');
    typed = typeInto(typed, field('organization', 'address'), '一街 1 号');
    typed = typeInto(typed, field('organization', 'phone'), '');
    typed = typeInto(typed, field('organization', 'building'), null);
    expect(patchOf('organization', SHOP, typed)).toEqual({ name: '新店', building: null, data: { phone: null } });
    expect(patchOf('organization', SHOP, NOTHING_TYPED)).toEqual({});
  });

  test('makes a new thing that the contract takes', () => {
    let typed: Typed = typeInto(NOTHING_TYPED, field('site', 'kind'), 'plaza');
    typed = typeInto(typed, field('site', 'name'), '广场');
    typed = typeInto(typed, field('site', 'areaM2', { kind: 'plaza' }), 1200);
    const fields = newFieldsOf('site', typed);
    expect(fields).toEqual({ kind: 'plaza', name: '广场', data: { areaM2: 1200 } });
    const geometry = { type: 'Point', coordinates: [124, 43] };
    expect(NEW_THINGS.site.safeParse({ ...fields, geometry }).success).toBe(true);
  });

  test('of another kind is left out', () => {
    let typed: Typed = typeInto(NOTHING_TYPED, field('site', 'shops', { kind: 'red_district' }), 40);
    typed = typeInto(typed, field('site', 'kind'), 'plaza');
    expect(patchOf('site', { kind: 'red_district', name: '街', data: {} }, typed)).toEqual({ kind: 'plaza' });
  });

  test('stays when somebody else was faster; what they changed shows, and what stands against it', () => {
    const typed = typeInto(NOTHING_TYPED, field('organization', 'name'), '我的店');
    const now = { ...SHOP, name: '他的店', data: { ...SHOP.data, phone: '456' } };
    const changes = changedMeanwhile('organization', SHOP, now, typed);
    expect(changes.map(({ field: { name }, before, now: is, typed: own }) => [name, before, is, own])).toEqual([
      ['name', '老店', '他的店', '我的店'],
      ['phone', '123', '456', undefined],
    ]);
    expect(withTyped(now, typed)).toMatchObject({ name: '我的店', data: { phone: '456' } });
    expect(patchOf('organization', now, typed)).toEqual({ name: '我的店' });
  });
});
