import { expect, test } from 'vitest';
import { coloursOf, initialsOf, PERSON_COLOURS, peopleOf } from '../../../../web/state/plan/people.ts';

test('each window has a colour of its own, as long as there are enough', () => {
  const clients = Array.from({ length: PERSON_COLOURS }, (_, i) => `window ${i % 2}${i}`);
  expect(new Set(coloursOf(clients).values()).size).toBe(PERSON_COLOURS);
  expect(coloursOf([...clients, 'one more']).size).toBe(PERSON_COLOURS + 1);
});

test('a window keeps its colour when somebody comes after it', () => {
  expect(coloursOf(['a', 'g']).get('a')).toBe(coloursOf(['a']).get('a'));
});

test('two letters stand for a name, the given name in Chinese', () => {
  expect(['欧阳明月', '王五', 'Li Wei', 'planner', ' '].map(initialsOf)).toEqual(['明月', '王五', 'LW', 'P', '']);
});

test('a region that has not arrived here yet is not named', () => {
  const present = [{ client: 'a', accountName: '李四', mine: false, place: null, region: 7 }];
  expect(peopleOf(present, () => undefined)).toMatchObject([{ name: '李四', drawing: null }]);
});
