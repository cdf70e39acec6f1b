import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { arnIn, serviceHost } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { Call, Keys, Location, Operation, PolicyDocument, Service } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { mixedText, uuid } from '../identifiers.ts';
import { operation } from '../typed-operation.ts';
import type { Secret } from './secret.ts';
import { askedArn, findSecret } from './secret.ts';

/** What a template says of a secret. */
export interface SecretSettings {
  readonly name: string;
  /** The value; an object is kept as JSON. */
  readonly value: string | object;
  readonly description?: string;
  /** ARN of a customer-managed key, which a reader then must be allowed to use. */
  readonly kmsKeyArn?: string;
  readonly policy?: PolicyDocument;
}

/** The collaborators of Secrets Manager. */
export interface SecretsManagerParts {
  readonly authorizer: Pick<Authorizer, 'checkResourcePolicy'>;
  readonly keys: Pick<Keys, 'requireUse'>;
  readonly clock: { now(): number };
  readonly random: Random;
}

/** Secrets Manager: text secrets with versions. */
export class SecretsManager implements Service {
  readonly name = 'secretsmanager';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #parts: SecretsManagerParts;
  readonly #secrets = new Map<string, Secret>();

  constructor(parts: SecretsManagerParts) {
    this.#parts = parts;
    this.operations = {
      GetSecretValue: operation<GetSecretValueRequest, GetSecretValueResponse>(
        ['SecretId', 'VersionId', 'VersionStage'],
        (input, call) => this.#value(input, call),
      ),
      DescribeSecret: operation<DescribeSecretRequest, DescribeSecretResponse>(
        ['SecretId'],
        (input, call) => describe(this.#asked(input.SecretId, call, 'DescribeSecret')),
      ),
    };
  }

  /**
   * Makes a secret with its first value.
   * @returns its ARN, with the six characters that follow the name
   */
  createSecret(location: Location, settings: SecretSettings): string {
    const { authorizer, random, clock } = this.#parts;
    const arn = arnIn(
      location,
      'secretsmanager',
      `secret:${settings.name}-${mixedText(random, 6)}`,
    );
    if (settings.policy !== undefined) {
      authorizer.checkResourcePolicy(settings.policy, `the policy of ${arn}`);
    }
    this.#secrets.set(arn, {
      arn,
      name: settings.name,
      location,
      description: settings.description,
      kmsKeyArn: settings.kmsKeyArn,
      policy: settings.policy,
      tags: {},
      created: new Date(clock.now()),
      versions: [],
    });
    this.putSecretValue(arn, settings.value);
    return arn;
  }

  /** Keeps a secret that another service makes and owns, under the ARN that it gives. */
  keepManagedSecret(secret: {
    readonly location: Location;
    readonly arn: string;
    readonly name: string;
    readonly value: object;
    readonly keyArn: string | undefined;
    readonly tags: Readonly<Record<string, string>>;
  }): void {
    const { arn, name, location, keyArn, tags } = secret;
    const created = new Date(this.#parts.clock.now());
    this.#secrets.set(arn, {
      arn,
      name,
      location,
      tags,
      created,
      description: undefined,
      kmsKeyArn: keyArn,
      policy: undefined,
      versions: [],
    });
    this.putSecretValue(arn, secret.value);
  }

  /** What RDS deletes is gone at once, without the days of grace that a person's deletion has. */
  deleteSecret(secretArn: string): void {
    this.#secrets.delete(secretArn);
  }

  /** Gives a secret a new value, which becomes AWSCURRENT; the last one becomes AWSPREVIOUS. */
  putSecretValue(secretArn: string, value: string | object): void {
    const { random, clock } = this.#parts;
    const secret = this.#secrets.get(secretArn);
    if (secret === undefined) throw notFound();
    for (const version of secret.versions) {
      version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
    }
    secret.versions.unshift({
      id: uuid(random),
      text: typeof value === 'string' ? value : JSON.stringify(value),
      created: new Date(clock.now()),
      stages: ['AWSCURRENT'],
    });
  }

  #value(input: GetSecretValueRequest, call: Call): GetSecretValueResponse {
    const secret = this.#asked(input.SecretId, call, 'GetSecretValue');
    const stage = input.VersionStage ?? (input.VersionId === undefined ? 'AWSCURRENT' : undefined);
    const version = secret.versions.find(
      ({ id, stages }) =>
        id === (input.VersionId ?? id) && (stage === undefined || stages.includes(stage)),
    );
    if (version === undefined) {
      const wanted = input.VersionId ?? `staging label: ${stage}`;
      throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
    }
    if (secret.kmsKeyArn !== undefined) {
      const viaService = serviceHost('secretsmanager', secret.location.region);
      this.#parts.keys.requireUse(call.principal, secret.kmsKeyArn, ['kms:Decrypt'], viaService);
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.text,
      VersionStages: [...version.stages],
      CreatedDate: version.created,
    };
  }

  #asked(id: string | undefined, call: Call, action: string): Secret {
    const secret = findSecret(this.#secrets.values(), call.location, id ?? '');
    const arn = secret?.arn ?? askedArn(call.location, id ?? '');
    call.authorize(`secretsmanager:${action}`, arn, {
      ...(secret && { resourceAccountId: secret.location.accountId }),
      ...(secret?.policy && { resourcePolicy: secret.policy }),
      ...(secret && { context: tagContext(secret) }),
    });
    if (secret === undefined) throw notFound();
    return secret;
  }
}

/** A secret's tags as condition keys. Source: Service Authorization Reference, "Secrets Manager". */
function tagContext({ tags }: Secret): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`secretsmanager:ResourceTag/${key}`, value],
    ]),
  );
}

function describe(secret: Secret): DescribeSecretResponse {
  const labelled = secret.versions.filter(({ stages }) => stages.length > 0);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    ...(secret.kmsKeyArn === undefined ? {} : { KmsKeyId: secret.kmsKeyArn }),
    CreatedDate: secret.created,
    LastChangedDate: secret.versions[0]?.created ?? secret.created,
    VersionIdsToStages: Object.fromEntries(labelled.map(({ id, stages }) => [id, [...stages]])),
  };
}

function notFound(message = "Secrets Manager can't find the specified secret."): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
