import type { Env, Hono } from 'hono';
import { openAPIRouteHandler } from 'hono-openapi';

/** The document of everything that `app` mounts under /api and /tiles, made from the contract. */
export const openApiDocument = <E extends Env>(app: Hono<E>, version: string) =>
  openAPIRouteHandler(app, {
    documentation: {
      openapi: '3.1.0',
      info: {
        title: 'Tongxin 同心',
        version,
        description: 'Communities, grids and what lies in them. Every failure is a problem of RFC 9457.',
      },
      tags: [
        { name: 'counties', description: 'Counties, divisions, regions' },
        { name: 'things', description: 'What lies on the ground; search' },
        {
          name: 'editing',
          description: 'Things made, changed, moved and retired by hand; their history; what is left to do',
        },
        {
          name: 'imports',
          description: 'Files on their way into a county: sent, checked, previewed, landed or thrown away',
        },
        {
          name: 'plans',
          description: 'Plans to redraw boundaries: steps, review, publication, what is said about them',
        },
        { name: 'exports', description: 'Divisions, plans and layers as files to take away' },
        { name: 'tiles', description: 'Vector tiles' },
        { name: 'session', description: 'Sign-in, the own password, where one is signed in' },
        { name: 'people', description: 'Accounts of a county and the audit log, for its administrators' },
        { name: 'server', description: 'State of the server' },
      ],
    },
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
    exclude: ['/api/*', '/tiles/*', '/api/openapi.json'],
  });
