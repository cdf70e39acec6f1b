import type { Credentials } from '../../../functions/shared/adapters/sql/login.ts';
import type { SqlConnection } from '../../../functions/target/ports/sql.ts';
import type { DatabaseEngine } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';

/** A line that an application wrote to its database. */
export interface Entry {
  /** Whose application: the source's or the target's. */
  readonly place: 'source' | 'target';
  /** Virtual milliseconds. */
  readonly at: number;
}

/**
 * A database engine of which a campaign knows what every volume has to hold. Where a server would
 * listen stands the volume's name, so whoever reaches it knows which volume answers.
 */
export interface TracedEngine extends DatabaseEngine {
  /** Calls `listener` after each start and stop of a server. */
  onServing(listener: () => void): void;
  /** Calls `listener` once a copy of a volume is taken, with the volume. */
  onCopied(listener: (volume: string) => Promise<void>): void;
  /** Whether a server runs on the volume at this address. */
  answersAt(volume: string): boolean;
  /** An application writes to a volume whose server runs. */
  write(volume: string, entry: Entry): Promise<void>;
  /** The entries that a volume has to hold, in order, by all that was written and copied. */
  expected(volume: string): readonly Entry[];
  /** Those that the server on a volume says it holds. */
  read(volume: string): Promise<readonly Entry[]>;
  /**
   * Connects as VerifyDatabase does.
   * @param host the name that the server must be known by
   */
  connect(volume: string, host: string, as: Account): Promise<SqlConnection>;
  /**
   * From now on lets VerifyDatabase in nowhere.
   * @param why as a driver says it; undefined lets in again
   */
  turnAway(why: Error | undefined): void;
  /**
   * From now on cuts off what VerifyDatabase's assertions ask.
   * @param why as a driver says it; undefined answers again
   */
  cutOff(why: Error | undefined): void;
}

/** Whom a server lets in. */
export type Account = Omit<Credentials, 'kind'>;

/** The volume to which a host name leads; undefined where it doesn't resolve, or nobody listens. */
export function volumeAt({ names, network }: Simulator, host: string): string | undefined {
  return network.find(names.resolve(host), 5432)?.address;
}
