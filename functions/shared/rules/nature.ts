/**
 * What AWS shows of a database beyond its engine: of which kind it is, and whom it follows and feeds.
 * What AWS doesn't show is left out. Source: the SDK's model, DBCluster and DBInstance.
 */
export interface Nature {
  /** `EngineMode`: `provisioned`, `serverless`, and modes that AWS has given up. */
  readonly engineMode?: string | undefined;
  /** `ClusterScalabilityType`: `standard` or `limitless`. */
  readonly scalability?: string | undefined;
  /** `LimitlessDatabase`: its status, where it has one. */
  readonly limitless?: string | undefined;
  /** `DBClusterInstanceClass`: of a Multi-AZ DB cluster, whose instances have no class of their own. */
  readonly clusterInstanceClass?: string | undefined;
  /** `DBClusterIdentifier` of a DB instance: the cluster that it is a member of. */
  readonly memberOf?: string | undefined;
  /** What it is a read replica of, and which member says so. */
  readonly replicaOf?: { readonly member: string; readonly database: string } | undefined;
  /** Its read replicas, and which member names them. */
  readonly replicas?: readonly { readonly member: string; readonly database: string }[] | undefined;
  /** `GlobalClusterIdentifier` */
  readonly globalCluster?: string | undefined;
}
