const HEMISPHERES: Readonly<Record<string, 1 | -1>> = { N: 1, E: 1, 北: 1, 东: 1, S: -1, W: -1, 南: -1, 西: -1 };

/** Longer than anybody writes a coordinate: 东经 124° 18′ 36.123456″ and some spaces. */
const MAX_CHARS = 60;

/**
 * A longitude, latitude, easting or northing as tables write it: 124.31 · 124,31 · 448,688.5 · 124.31°E · 东经124.31 ·
 * 124°18′36.5″ · N43°18'36" · 124 18 36 · 124度18分36秒, full-width digits too.
 *
 * @returns degrees or metres; null for anything else
 */
export function readOrdinate(value: string | number | boolean | null): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > MAX_CHARS) return null;
  const text = value.normalize('NFKC').trim().toUpperCase();
  const found = /^([NSEW东西南北])?[经纬]?\s*(.*?)\s*([NSEW])?$/.exec(text);
  if (!found || (found[1] && found[3])) return null;
  const magnitude = readDecimal(found[2]!) ?? readSexagesimal(found[2]!);
  if (magnitude === null) return null;
  return magnitude * (HEMISPHERES[found[1] ?? found[3] ?? 'N'] ?? 1);
}

function readDecimal(text: string): number | null {
  const plain = text.replace(/\s*[°度]$/, '');
  // One comma is a decimal one, as in 124,310; several, or one before a point, part thousands.
  const digits = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/.test(plain)
    ? plain.replaceAll(',', '')
    : plain.replace(',', '.');
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(E[+-]?\d+)?$/.test(digits)) return null;
  const number = Number(digits);
  return Number.isFinite(number) ? number : null;
}

function readSexagesimal(text: string): number | null {
  const found =
    /^([+-])?(\d{1,3})(?:\s*[°度:]\s*|\s+)(\d{1,2}(?:[.,]\d+)?)(?:(?:\s*(?:['′’`]|分|:)\s*|\s+)(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''|′′|’’|秒)?)?)?$/.exec(
      text,
    );
  if (!found) return null;
  const [minutes, seconds] = [found[3], found[4] ?? '0'].map((part) => Number(part!.replace(',', '.')));
  if (minutes! >= 60 || seconds! >= 60) return null;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) + minutes! / 60 + seconds! / 3600);
}
