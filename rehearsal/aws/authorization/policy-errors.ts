/** A policy uses a construct that this evaluator doesn't know, so it can't decide by it. */
export class UnknownPolicyConstruct extends Error {
  override readonly name = 'UnknownPolicyConstruct';

  constructor(construct: string, where: string) {
    super(
      `${where} uses ${construct}, which the simulator's authorizer doesn't know; ` +
        `write the policy without it, or teach it to rehearsal/aws/authorization`,
    );
  }
}

/** A policy that AWS wouldn't take either. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';

  constructor(problem: string, where: string) {
    super(`${where} ${problem}: AWS answers MalformedPolicyDocument; correct the policy`);
  }
}

/** A call by a role that nothing registered. */
export class UnknownRole extends Error {
  override readonly name = 'UnknownRole';

  constructor(roleArn: string) {
    super(`${roleArn} makes a call but isn't registered; register the role before it is used`);
  }
}
