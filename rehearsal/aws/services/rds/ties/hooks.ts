import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Location } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { partyAt } from './parties.ts';
import type { Party } from './ties.ts';

/**
 * Ties databases to what the simulator has no operation to make: a test's hand in place of
 * CreateIntegration, CreateBlueGreenDeployment, CreateGlobalCluster and a replica's creation. An ARN
 * that no simulated database has stays what it is.
 */
export class TieHooks {
  readonly #context: Context;
  #made = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  /** A zero-ETL integration of a database with a data warehouse. */
  integrate(location: Location, integration: { name: string; source: string; status?: string }) {
    const { name, source, status = 'active' } = integration;
    const { region, accountId } = location;
    this.#context.ties.integrations.add({
      location,
      identifier: `00000000-0000-4000-8000-${this.#next().padStart(12, '0')}`,
      name,
      source: this.#party(source),
      targetArn: `arn:aws:redshift-serverless:${region}:${accountId}:namespace/${name}`,
      status,
      createdAt: this.#context.clock.now(),
    });
  }

  /** A blue/green deployment. */
  deployBlueGreen(
    location: Location,
    deployment: { name: string; source: string; target: string; status?: string },
  ) {
    const { name, source, target, status = 'AVAILABLE' } = deployment;
    this.#context.ties.deployments.add({
      location,
      identifier: `bgd-${this.#next().padStart(16, '0')}`,
      name,
      source: this.#party(source),
      target: this.#party(target),
      status,
      createdAt: this.#context.clock.now(),
    });
  }

  /** A global cluster, its primary first. */
  globalize(accountId: string, identifier: string, ...clusters: readonly string[]): void {
    this.#context.ties.globalClusters.push({
      accountId,
      identifier,
      engine: 'aurora-postgresql',
      members: clusters.map((arn, index) => ({ cluster: this.#party(arn), isWriter: index === 0 })),
    });
  }

  /** Makes a database the read replica of another. */
  replicate(source: string, replica: string): void {
    const { ties } = this.#context;
    ties.replications = [
      ...ties.replications,
      { source: this.#party(source), replica: this.#party(replica) },
    ];
  }

  /** Lets Describe show these members of a database, in place of those that the simulator has. */
  show(arn: string, members: Partial<DBCluster & DBInstance>): void {
    const party = this.#party(arn);
    if (typeof party === 'string') throw new Error(`no database has the ARN ${arn}`);
    this.#context.ties.shown.set(party, members);
  }

  #party(arn: string): Party {
    return partyAt(this.#context, arn);
  }

  #next(): string {
    this.#made += 1;
    return String(this.#made);
  }
}
