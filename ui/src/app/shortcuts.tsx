import { Kbd, Modal, Table } from "@mantine/core";
import { t } from "../shared/texts";

const KEYS: [string[], string][] = [
  [["Ctrl K", "⌘ K", "/"], t("Find a record, a page or an action")],
  [["C"], t("Create a record of the type on the page")],
  [["F"], t("Go to the search of the table")],
  [
    ["↑", "↓", "←", "→"],
    t("Go from cell to cell of a table; from stage to stage with a card that is held (space)"),
  ],
  [["Enter"], t("Save the value that is being changed")],
  [["Escape"], t("Leave it as it was")],
  [["Ctrl Enter"], t("Save a note, call, task or meeting")],
  [["?"], t("Show these keys")],
];

/** What can be done without a mouse. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t("Keys")} centered>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={140}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
