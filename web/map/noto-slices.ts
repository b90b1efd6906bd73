import unicode from '@fontsource-variable/noto-sans-sc/unicode.json';

const files = import.meta.glob<string>(
  '../../node_modules/@fontsource-variable/noto-sans-sc/files/*-wght-normal.woff2',
  {
    eager: true,
    query: '?url',
    import: 'default',
  },
);

/** The slices of the fallback font: absolute URL of the file, and the code points it covers. */
export const NOTO_SLICES: readonly { readonly url: string; readonly ranges: string[] }[] = Object.entries(unicode).map(
  ([slice, ranges]) => {
    const name = `noto-sans-sc-${slice.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`;
    const [, url] = Object.entries(files).find(([path]) => path.endsWith(`/${name}`)) ?? [];
    if (!url) throw new Error(`The fallback font has no file ${name}.`);
    return { url: new URL(url, location.origin).href, ranges: ranges.split(',') };
  },
);
