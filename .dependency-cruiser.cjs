/** Who may import whom: the rooms of the house. A new edge is a decision, made here. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const npm = (allowed) => ({
  dependencyTypesNot: ['local', 'core', 'aliased'],
  pathNot: `node_modules/(?:@types/)?(?:${allowed.join('|')})(?:/|$)`,
});
/** Packages by their names or the beginnings of them. */
const packages = (...names) => ({ path: `node_modules/(?:@types/)?(?:${names.join('|')})(?:/|$)` });
const GEO_LIBRARIES = [
  '@turf/.*',
  'proj4',
  'gcoord',
  'flatbush',
  'geojson',
  'topojson-specification',
  'rbush',
  'kdbush',
];

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }, // a type is gone when the program runs
      'two files that need each other are one file, or three',
    ),
    forbid('geo-is-pure', { path: '^geo/' }, { path: '^(web|api|seeds|tests)/' }, 'geo: numbers in, numbers out'),
    forbid(
      'geo-libraries',
      { path: '^geo/' },
      { ...npm(GEO_LIBRARIES), path: 'node_modules' },
      'geo takes geometry libraries only',
    ),
    forbid('geo-no-node', { path: '^geo/' }, { dependencyTypes: ['core'] }, 'geo also runs in the browser'),
    forbid(
      'contract-is-zod',
      { path: '^api/contract/' },
      { path: '^(web|api/(?!contract)|geo|seeds|tests)/' },
      'the contract stands alone',
    ),
    forbid(
      'contract-libraries',
      { path: '^api/contract/' },
      { ...npm(['zod']), path: 'node_modules' },
      'the contract imports zod only',
    ),
    forbid(
      'db-below-services',
      { path: '^api/db/' },
      { path: '^api/(?!db|contract|problems|formats/wkb)|^(web|geo|seeds|tests)/' },
      'db knows SQL, not geometry, but for the bytes that PostGIS reads',
    ),
    forbid(
      'services-below-routes',
      { path: '^api/services/' },
      { path: '^api/(routes|cli|server)|^(web|seeds|tests)/' },
      'services do not know who calls',
    ),
    forbid(
      'routes-hold-no-geometry',
      { path: '^api/routes/' },
      { path: '^(geo|web|seeds|tests)/' },
      'routes parse, call and reply',
    ),
    forbid(
      'formats-are-leaves',
      { path: '^api/formats/' },
      { path: '^api/(?!formats|contract)|^geo/(?!crs)|^(web|seeds|tests)/' },
      'a format knows its library and geo/crs',
    ),
    forbid(
      'format-libraries',
      { path: '^api/formats/' },
      {
        ...npm([
          ...['geojson', 'fflate', 'papaparse', 'shpjs', 'sql\\.js', 'iconv-lite', 'exceljs', 'jspdf', 'wkx'],
          ...['flatgeobuf', 'flatbuffers', '@tmcw/togeojson', '@xmldom/xmldom', '@placemarkio/tokml'],
        ]),
        path: 'node_modules',
      },
      'a format takes the library that reads or writes it',
    ),
    forbid(
      'tiles-beside-services',
      { path: '^api/tiles/' },
      { path: '^api/(?!tiles|db|contract)|^(web|geo|seeds|tests)/' },
      'tiles are made of rows of the database',
    ),
    forbid(
      'tile-libraries',
      { path: '^api/tiles/' },
      { ...npm(['geojson', '@maplibre/geojson-vt', '@maplibre/vt-pbf', 'tsx']), path: 'node_modules' },
      'tiles take the encoders only',
    ),
    forbid(
      'drivers-live-in-db',
      { path: '^(web|geo|seeds|api/(?!db/))' },
      packages('pg', 'pg-copy-streams', '@electric-sql/[^/]+'),
      'who speaks to the database is in api/db',
    ),
    forbid(
      'http-lives-in-routes',
      { path: '^(web|geo|seeds)/|^api/(contract|db|services|tiles|formats|cli)/' },
      packages('hono', 'hono-openapi', '@hono/[^/]+'),
      'requests are read in routes and auth, put together in app',
    ),
    forbid(
      'sign-in-library-lives-in-auth',
      { path: '^(web|geo|seeds|api/(?!auth/))' },
      packages('better-auth', '@better-auth/[^/]+', 'kysely'),
      'the sign-in library is behind api/auth',
    ),
    forbid(
      'screens-live-in-web',
      { path: '^(api|geo|seeds)/' },
      packages(
        'react',
        'react-dom',
        'react-i18next',
        'i18next',
        'antd',
        '@ant-design/[^/]+',
        '@tanstack/[^/]+',
        'zustand',
        'dexie',
        'maplibre-gl',
        '@deck\\.gl/[^/]+',
      ),
      'only web knows React and the map',
    ),
    forbid(
      'web-reads-the-contract',
      { path: '^web/' },
      { path: '^api/(?!contract)|^(seeds|tests)/' },
      'web knows the contract of the api, nothing behind it',
    ),
    forbid(
      'features-are-apart',
      { path: '^web/features/([^/]+)/' },
      { path: '^web/features/(?!$1/)[^/]+/' },
      'features meet in web/app only',
    ),
    forbid(
      'shared-below-features',
      { path: '^web/(?!app|features|main)' },
      { path: '^web/(features|app)/' },
      'what is shared does not know its users',
    ),
    forbid('ui-is-plain', { path: '^web/ui/' }, { path: '^web/(?!ui)|^(api|geo)/' }, 'ui: no store, no map'),
    forbid(
      'ui-libraries',
      { path: '^web/ui/' },
      packages('zustand', 'dexie', '@tanstack/[^/]+', 'maplibre-gl', '@deck\\.gl/[^/]+', '@turf/[^/]+'),
      'ui: no store, no map',
    ),
    // That requests are sent nowhere else is biome.json's: noRestrictedGlobals.
    forbid(
      'api-client-knows-the-contract',
      { path: '^web/api-client/' },
      { path: '^web/(?!api-client)|^geo/' },
      'api-client knows the contract only',
    ),
    forbid(
      'workers-are-doors-to-geo',
      { path: '^web/workers/' },
      { path: '^web/(?!workers)|^api/(?!contract)|^(seeds|tests)/' },
      'a worker hands its question to geo and the answer back',
    ),
    forbid(
      'worker-libraries',
      { path: '^web/workers/' },
      packages('react', 'react-dom', 'antd', 'zustand', 'maplibre-gl', '@deck\\.gl/[^/]+'),
      'there is no screen in a worker',
    ),
    forbid(
      'seeds-go-through-services',
      { path: '^seeds/' },
      { path: '^(web|tests)/|^api/(routes|cli|server|tiles)' },
      'seeds use the same doors as people',
    ),
    forbid(
      'only-entry-points-import-seeds',
      { path: '^(web|geo|api/(?!cli|server))' },
      { path: '^seeds/' },
      'demo data are optional',
    ),
    forbid('nothing-imports-tests', { path: '^(web|api|geo|seeds)/' }, { path: '^tests/' }, 'tests are outermost'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
    exclude: { path: '^(dist|\\.data|node_modules/\\.cache)' },
  },
};
