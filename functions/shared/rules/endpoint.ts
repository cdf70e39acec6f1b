/** Where to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
