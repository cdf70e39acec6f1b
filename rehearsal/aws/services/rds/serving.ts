import type { ServerAddress } from '../../contracts.ts';
import type { Context } from './context.ts';
import { storageOwner, type Cluster, type Instance } from './databases.ts';
import { clusterHost, instanceHost, readerHost } from './endpoints.ts';
import { admitsTo, doorOf, hostsOf } from './iam-authentication/sign-in.ts';
import type { Volume } from './storage.ts';

/** The volume of a cluster or stand-alone instance, made when it is first needed. */
export async function volumeOf(context: Context, owner: Cluster | Instance): Promise<Volume> {
  const { resourceId, engine, master, databaseName } = owner;
  owner.volume ??= await context.storage.create(resourceId, engine, master, databaseName);
  return owner.volume;
}

/** Starts the server of a cluster or stand-alone instance, unless it runs. */
export async function serve(context: Context, owner: Cluster | Instance): Promise<ServerAddress> {
  const volume = await volumeOf(context, owner);
  await context.storage.openDoor(volume, admitsTo(context, owner));
  const database = 'members' in owner ? owner : storageOwner(owner);
  await context.storage.certify(volume, hostsOf(database));
  return context.storage.start(volume, parametersOf(context, database));
}

/** Gives each server of a cluster, or that of an instance, a certificate of the names that it has now. */
export async function certify(context: Context, database: Cluster | Instance): Promise<void> {
  const served = 'members' in database ? [database, ...database.members] : [database];
  for (const { volume } of served) {
    if (volume !== undefined) await context.storage.certify(volume, hostsOf(database));
  }
}

/** What somebody has set in the database's group; it counts from the next start on. */
function parametersOf(
  { groups }: Context,
  database: Cluster | Instance,
): Readonly<Record<string, string>> {
  const registry = 'members' in database ? groups.clusterParameters : groups.parameters;
  const found = registry.find(database.location, database.parameterGroup);
  return Object.fromEntries(found?.parameters ?? []);
}

/** Stops the server and starts it again: connections break. */
export async function restart(context: Context, owner: Cluster | Instance): Promise<void> {
  if (owner.volume?.server === undefined) return;
  await context.storage.stop(owner.volume);
  await serve(context, owner);
}

/** Starts a reader's own server, which follows the cluster's, unless it runs. */
export async function serveReader(context: Context, reader: Instance): Promise<void> {
  const writer = reader.cluster?.volume;
  if (writer === undefined) return;
  const names = hostsOf(storageOwner(reader));
  reader.volume ??= await context.storage.follow(writer, reader.resourceId, names);
  await serve(context, reader);
}

/** Stops the server for as long as `meanwhile` takes, and starts it again: nobody is answered. */
export async function interrupt(
  context: Context,
  owner: Cluster | Instance,
  meanwhile: () => Promise<void>,
): Promise<void> {
  if (owner.volume?.server === undefined) {
    await meanwhile();
    return;
  }
  await context.storage.stop(owner.volume);
  await meanwhile();
  await serve(context, owner);
}

/** Stops the server, and takes every host name out that led to it. */
export async function stopServing(context: Context, owner: Cluster | Instance): Promise<void> {
  withdraw(context, owner);
  if (owner.volume) await context.storage.stop(owner.volume);
}

/** Where clients of an instance get to: the server behind it, or the front door of that server. */
function listenerOf(context: Context, instance: Instance): ServerAddress | undefined {
  const volume = volumeBehind(context, instance);
  return volume?.server && (doorOf(storageOwner(instance), volume.door)?.at ?? volume.server);
}

function serverOf(context: Context, instance: Instance): ServerAddress | undefined {
  return volumeBehind(context, instance)?.server;
}

/** The volume behind an instance: a reader's own one, or its cluster's. */
export function volumeBehind(context: Context, instance: Instance): Volume | undefined {
  const { cluster } = instance;
  const itsOwn = context.readerServers && cluster !== undefined && cluster.writer !== instance;
  return itsOwn ? instance.volume : storageOwner(instance).volume;
}

/** Puts a new instance into the network: whoever connects to its address gets its server, while it runs. */
export function attachInstance(context: Context, instance: Instance): void {
  context.network.attach(instance.address, {
    admits: (port, from) =>
      context.network.securityGroups.admit(storageOwner(instance).securityGroupIds, port, from),
    securityGroupIds: () => storageOwner(instance).securityGroupIds,
    listenerAt: (port) =>
      port === storageOwner(instance).port ? listenerOf(context, instance) : undefined,
  });
}

/** Points an instance's host name at its address. */
export function announceInstance(context: Context, instance: Instance, delay = 0): void {
  if (serverOf(context, instance) === undefined) return;
  const host = instanceHost(instance.location, instance.identifier);
  context.endpoints.announce(host, [instance.address], delay);
}

/** Points a cluster's host names at its writer's and its readers' addresses. */
export function announceCluster(context: Context, cluster: Cluster, delay = 0): void {
  const { location, identifier, writer } = cluster;
  if (cluster.volume?.server === undefined || writer === undefined) return;
  context.endpoints.announce(clusterHost(location, identifier), [writer.address], delay);
  announceReaders(context, cluster, delay);
}

/** Points a cluster's reader host at its available readers, or at the writer without one. */
export function announceReaders(context: Context, cluster: Cluster, delay = 0): void {
  const { location, identifier, members, writer } = cluster;
  if (writer === undefined) return;
  const readers = members.filter(
    (member) =>
      member !== writer && member.status === 'available' && serverOf(context, member) !== undefined,
  );
  const addresses = (readers.length > 0 ? readers : [writer]).map(({ address }) => address);
  context.endpoints.announce(readerHost(location, identifier), addresses, delay);
}

/** Takes a cluster's own host names out, under a name that it has or had. */
export function withdrawCluster(
  context: Context,
  cluster: Cluster,
  identifier = cluster.identifier,
): void {
  context.endpoints.withdraw(clusterHost(cluster.location, identifier));
  context.endpoints.withdraw(readerHost(cluster.location, identifier));
}

/** Takes an instance's host name out, under a name that it has or had. */
export function withdrawInstance(
  context: Context,
  instance: Instance,
  identifier = instance.identifier,
): void {
  context.endpoints.withdraw(instanceHost(instance.location, identifier));
}

/** Takes out all host names of a cluster and its members, or of a stand-alone instance. */
export function withdraw(context: Context, owner: Cluster | Instance): void {
  if (!('members' in owner)) {
    withdrawInstance(context, owner);
    return;
  }
  withdrawCluster(context, owner);
  for (const member of owner.members) withdrawInstance(context, member);
}
