/** The server that a connection is opened to, and how long it may take. */
export interface ServerAsked {
  readonly host: string;
  readonly port: number;
  /** The name that its certificate must prove, where it isn't `host`: behind a load balancer. */
  readonly provenName?: string | undefined;
  /** Whose certificates count, PEM. */
  readonly authorities: readonly string[];
  readonly milliseconds: {
    readonly connect: number;
    /** After which PostgreSQL ends a statement. */
    readonly statement?: number;
    /** After which the client waits no longer for an answer of PostgreSQL. */
    readonly answer?: number;
  };
  /** What the server lists the connection as: PostgreSQL's `application_name`. */
  readonly label?: string | undefined;
}
