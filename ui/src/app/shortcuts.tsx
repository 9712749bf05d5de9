import { Kbd, Modal, Table } from "@mantine/core";

const KEYS: [string[], string][] = [
  [["Ctrl K", "⌘ K", "/"], "Find a record, a page or an action"],
  [["C"], "Create a record of the type on the page"],
  [["F"], "Go to the search of the table"],
  [["Enter"], "Save the value that is being changed"],
  [["Escape"], "Leave it as it was"],
  [["Ctrl Enter"], "Save a note, call, task or meeting"],
  [["?"], "Show these keys"],
];

/** What can be done without a mouse. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" centered>
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
