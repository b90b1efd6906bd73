/** Who may import whom: the rooms of the house. A new edge is a decision, made here. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const npm = (allowed) => ({
  dependencyTypesNot: ['local', 'core', 'aliased'],
  pathNot: `node_modules/(?:@types/)?(?:${allowed.join('|')})(?:/|$)`,
});
const GEO_LIBRARIES = ['@turf/.*', 'proj4', 'gcoord', 'flatbush', 'geojson', 'topojson-specification'];

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
      { path: '^api/(?!db|contract|problems)|^(web|geo|seeds|tests)/' },
      'db knows SQL, not geometry',
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
      { path: '^api/(?!formats|contract)|^(web|seeds|tests)/' },
      'a format knows its library and geo/crs',
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
      'fetch-lives-in-api-client',
      { path: '^web/api-client/' },
      { path: '^web/(?!api-client)|^geo/' },
      'api-client knows the contract only',
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
