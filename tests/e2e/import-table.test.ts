import { describe, expect, test } from 'vitest';
import { geopackageOf, workbookOf } from '../support/format-files.ts';
import { collection, feature, rectangle } from '../support/small-files.ts';
import { fileOf, importDriver } from './drivers/import.ts';
import { useScreens } from './support/screen.ts';

const bytesOf = (name: string, bytes: Uint8Array) => ({ ...fileOf(name, ''), buffer: Buffer.from(bytes) });
const communities = collection([
  feature(rectangle(0, 0, 5, 10), { name: '树文社区', code: '990087001001' }),
  feature(rectangle(5, 0, 10, 10), { name: '胜利社区', code: '990087001002' }),
]);

describe('tables without coordinates in the wizard', () => {
  const screen = useScreens();

  test('a list of posts by community: what is doubtful is settled with the keyboard, the rest is found', async () => {
    const { page } = await screen({ as: 'admin', at: '/?county=220322&mode=data&tab=import' });
    const importing = importDriver(page);
    const { panel } = importing;
    await importing.choose(bytesOf('town.gpkg', await geopackageOf({ communities: communities.features })));
    await importing.newCounty('990087', '名县');
    await importing.read();
    await importing.confirm();
    await importing.write();

    await importing.again();
    const rows = [
      ...(['甲站', '乙站'] as const).map((name) => [name, '警务室', '树文社区居委会']),
      ['丙站', '警务室', '胜力社区'],
      ['丁站', '警务室', '月亮社区'],
    ];
    await importing.choose(bytesOf('阵地.xlsx', await workbookOf({ 名单: [['名称', '类型', '社区'], ...rows] })));
    await importing.read();
    await panel.getByText('没有坐标', { exact: true }).waitFor();
    await panel.getByRole('button', { name: '按此查找' }).click();
    await panel.getByText('还有 2 种写法要核对').waitFor();
    expect(await importing.next.isDisabled()).toBe(true);

    const line = panel.getByRole('listitem').filter({ hasText: '胜力社区' });
    await line.focus();
    await page.keyboard.press('1');
    await panel.getByRole('listitem').filter({ hasText: '→ 胜利社区' }).waitFor();
    await page.keyboard.press('Delete');
    await panel.getByText('每一行都找到了位置').waitFor();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '3 处阵地' });

    // The next list with the same columns and the same slip of the pen is not asked about again.
    await importing.again();
    await importing.choose(
      bytesOf(
        '阵地.xlsx',
        await workbookOf({
          名单: [
            ['名称', '类型', '社区'],
            ['戊站', '警务室', '胜力社区'],
          ],
        }),
      ),
    );
    await importing.read();
    await panel.getByText('每一行都找到了位置').waitFor();
    await panel.getByText('已对上 1').click();
    await panel.getByText('沿用上次的核对').waitFor();
  });
});
