// `npm run check:sam`: SAM's own tools on our templates. docs/checks.md says what each part catches.
import process from 'node:process';
import { part, runParts, testsOf } from './checks/parts.ts';
import { project, templatesOf } from './checks/project.ts';
import { translatedRules, writtenRules } from './sam/rules.ts';
import { SamTools } from './sam/tools.ts';

/** Nothing but policies, which the linter reads once a Region: all of them take it many minutes. */
const policies = 'stacks/target-policies.yaml';

process.exitCode = await runParts(async (commands) => {
  const tools = new SamTools(commands);
  const templates = await templatesOf(project);
  return [
    await part('cfn-lint, the templates', () =>
      tools.lint(
        templates.filter((template) => template !== policies),
        writtenRules,
      ),
    ),
    await part('cfn-lint, the policies', () =>
      tools.lint([policies], { ...writtenRules, regions: translatedRules.regions }),
    ),
    await part('cfn-lint, what SAM translates them into', async () =>
      tools.lint(await tools.writeTranslated(await tools.translate(templates)), translatedRules),
    ),
    ...(await Promise.all(
      templates.map((template) =>
        part(`sam validate --lint, ${template}`, () => tools.validate(template)),
      ),
    )),
    await part('sam build, the whole application', () => tools.build()),
    await part('the tests of tests/sam', () => testsOf('tests/sam', process.argv.slice(2))),
  ];
});
