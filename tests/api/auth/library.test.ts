import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { createLibrary } from '../../../api/auth/library.ts';
import { SETTINGS } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';

eachDatabase('the sign-in library', (get) => {
  const library = () => createLibrary(get().owner.pool('auth'), SETTINGS.secret, async () => true);

  test('finds every table and column it wants in our own migration', async () => {
    const { toBeCreated, toBeAdded } = await getMigrations(library().options);
    expect(toBeCreated).toEqual([]);
    expect(toBeAdded).toEqual([]);
  });

  test('signs nobody up, even from inside', async () => {
    const body = {
      email: 'x@accounts.invalid',
      name: '路人',
      password: 'correct horse battery',
      username: 'li.stranger',
    };
    await expect(library().api.signUpEmail({ body })).rejects.toMatchObject({ statusCode: 400 });
  });
});
