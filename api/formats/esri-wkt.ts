import type { LayerCrs } from './layer.ts';

/** Their own word for the system of web maps, which no other definition says to them. */
const WEB_MERCATOR =
  'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]';

const PROJECTION: Readonly<Record<string, string>> = {
  Lambert_Conformal_Conic_2SP: 'Lambert_Conformal_Conic',
  Lambert_Conformal_Conic_1SP: 'Lambert_Conformal_Conic',
  Mercator_1SP: 'Mercator',
  Albers_Conic_Equal_Area: 'Albers',
  Hotine_Oblique_Mercator: 'Hotine_Oblique_Mercator_Azimuth_Natural_Origin',
};
const UNIT: Readonly<Record<string, string>> = {
  degree: 'Degree',
  metre: 'Meter',
  'US survey foot': 'Foot_US',
  foot: 'Foot',
};

/**
 * The definition of a system as a .prj has it: OGC well-known text without numbers of registers, axes and shifts, its
 * names without blanks and with the beginnings that Esri's programs look for.
 *
 * @param crs  with OGC well-known text 1
 */
export function esriWkt({ name, wkt }: LayerCrs): string {
  if (name === 'EPSG:3857') return WEB_MERCATOR;
  return (wkt ?? '')
    .replace(/,(AUTHORITY|AXIS|TOWGS84|EXTENSION)\[[^\]]*\]/g, '')
    .replace(/(GEOGCS|DATUM|SPHEROID|PROJCS|PROJECTION|UNIT)\["([^"]*)"/g, (_, node: string, given: string) => {
      const plain = given.replace(/[^A-Za-z0-9.+-]+/g, '_').replace(/_$/, '');
      const named: Record<string, string> = {
        GEOGCS: plain === 'WGS_84' ? 'GCS_WGS_1984' : plain.replace(/^(GCS_)?/, 'GCS_'),
        DATUM: plain.replace(/^(D_)?/, 'D_'),
        SPHEROID: plain === 'WGS_84' ? 'WGS_1984' : plain,
        PROJECTION: PROJECTION[plain] ?? plain,
        UNIT: UNIT[given] ?? plain,
      };
      return `${node}["${named[node] ?? plain}"`;
    });
}
