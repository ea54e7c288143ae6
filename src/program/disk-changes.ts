import { readFolder, readText, realPath, statOf } from "./disk.js";
import { type Answers, type Question, recordAnswers, toQuestion } from "./disk-record.js";

/** The path of the first question to which the disk has another answer by now; undefined when there is none. What is no question has no answer. Content counts, never a time. */
export function findChange(answers: Answers): string | undefined {
  for (const [key, answer] of answers) {
    const question = toQuestion(key);
    if (question === undefined) return "what was kept";
    if (recordAnswers(() => ask(question)).get(key) !== answer) return question[1];
  }
  return undefined;
}

function ask(question: Question): void {
  switch (question[0]) {
    case "text":
      readText(question[1], question[2]);
      break;
    case "folder":
      readFolder(question[1], question.slice(2) as string[]);
      break;
    case "kind":
      statOf(question[1]);
      break;
    case "real":
      realPath(question[1]);
      break;
  }
}
