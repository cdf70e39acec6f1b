/** The template, or what was given with it, is refused, as CloudFormation refuses it. */
export class TemplateRefused extends Error {
  override readonly name = 'TemplateRefused';
}

/**
 * The template uses something that CloudFormation may know and the simulator doesn't. It is refused
 * by name: a construct that is passed over in silence would make the rehearsal a lie.
 */
export class UnknownTemplateConstruct extends Error {
  override readonly name = 'UnknownTemplateConstruct';
  readonly construct: string;
  readonly path: string;

  /**
   * @param construct what it is, such as `the function Fn::Base64`
   * @param path where it stands, such as `Resources/Topic/Properties/TopicName`
   */
  constructor(construct: string, path: string) {
    super(
      `${path}: the simulator doesn't know ${construct}. Teach it to rehearsal/aws/deployment, or take it out of the template.`,
    );
    this.construct = construct;
    this.path = path;
  }
}
