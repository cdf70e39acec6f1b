import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../checks/command.ts';
import type { CommandOutcome, Outcome } from '../checks/command.ts';
import { project } from '../checks/project.ts';
import type { Rules } from './rules.ts';

const translator = path.join(project, 'scripts', 'sam', 'translate.py');

/** What the SAM translator makes of a template: CloudFormation's own resources. */
export interface Translated {
  readonly Resources: Readonly<Record<string, TranslatedResource>>;
}

export interface TranslatedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
}

/** SAM's translator refuses a template, in its words. */
export class TranslationFailed extends Error {
  override readonly name = 'TranslationFailed';
}

/** SAM's own tools, at work on a folder with our templates in it. Nothing of it calls AWS. */
export class SamTools {
  readonly #commands: string;
  readonly #directory: string;

  /**
   * @param commands where `sam` and `cfn-lint` are
   * @param directory holds template.yaml, stacks/ and what they name
   */
  constructor(commands: string, directory: string = project) {
    this.#commands = commands;
    this.#directory = directory;
  }

  /** `sam validate --lint`: SAM's reading of one template, without a warning. */
  validate(template: string): Promise<Outcome> {
    return this.#run('sam', ['validate', '--lint', '--template', template]);
  }

  /** cfn-lint with all its rules but those that the kind of template leaves out. */
  async lint(files: readonly string[], rules: Rules): Promise<Outcome> {
    const { passed, output } = await this.#run('cfn-lint', [
      '--include-experimental',
      '--include-checks',
      'I',
      '--non-zero-exit-code',
      'informational',
      '--regions',
      ...rules.regions,
      '--ignore-checks',
      ...rules.ignored,
      '--',
      ...files,
    ]);
    // A warning that it doesn't count among its findings is one all the same.
    return { passed: passed && output.trim() === '', output };
  }

  /** `sam build`, as samconfig.toml has it: of one function, such as `Source/Preflight`, or of all. */
  build(resource?: string): Promise<Outcome> {
    return this.#run('sam', ['build', ...(resource === undefined ? [] : [resource])]);
  }

  /**
   * Runs the SAM translator, which CloudFormation runs at deployment, on each template.
   * @returns by template
   * @throws TranslationFailed
   */
  async translate(templates: readonly string[]): Promise<Readonly<Record<string, Translated>>> {
    const { passed, output, result } = await this.#run('python', [translator, ...templates]);
    if (!passed) throw new TranslationFailed(output.trim());
    return JSON.parse(result) as Record<string, Translated>;
  }

  /**
   * Writes translated templates where the linter can read them, for nothing else looks into the roles
   * that SAM makes. Each keeps its place, so that a nested stack is found and its parameters compared.
   * @returns the files
   */
  async writeTranslated(translated: Readonly<Record<string, Translated>>): Promise<string[]> {
    return Promise.all(
      Object.entries(translated).map(async ([template, content]) => {
        const file = path.join('.aws-sam', 'translated', template);
        const target = path.join(this.#directory, file);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, JSON.stringify(content, null, 2));
        return file;
      }),
    );
  }

  #run(command: string, args: readonly string[]): Promise<CommandOutcome> {
    return runCommand(path.join(this.#commands, command), args, {
      cwd: this.#directory,
      env: environment(this.#commands),
    });
  }
}

/** Without credentials, and without the places where the SDK would look for some. */
function environment(commands: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited),
    PATH: `${commands}${path.delimiter}${process.env['PATH'] ?? ''}`,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: path.join(project, '.aws-sam', 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(project, '.aws-sam', 'no-credentials'),
    SAM_CLI_TELEMETRY: '0',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
