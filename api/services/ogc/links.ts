export interface Link {
  href: string;
  rel: string;
  type?: string;
  title?: string;
  templated?: boolean;
}

export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0';
export const SCHEMA_TYPE = 'application/schema+json';

/** Addresses of one county's interface, as whoever asks reaches it. */
export class Links {
  /** scheme, host and /ogc/county, without a slash at the end */
  readonly base: string;
  /** what a client that brought its token in the query has to bring again with what it follows */
  readonly #token: string | null;

  constructor(base: string, token: string | null) {
    this.base = base;
    this.#token = token;
  }

  /** What is to be followed. @param path  as `/collections`; '' = the landing page */
  to(path: string, query: Readonly<Record<string, string>> = {}): string {
    return this.named(path, this.#token === null ? query : { ...query, token: this.#token });
  }

  /** What a thing is called, which is written down in more places than is good for a token. @param path  as that of `to` */
  named(path: string, query: Readonly<Record<string, string>> = {}): string {
    const parameters = new URLSearchParams(query);
    return `${this.base}${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
  }
}
