// SPDX-License-Identifier: MIT
// Let one process of Java judge all files that the tests ask about: the engine takes longer to start than to judge.
// A line with a profile and paths, parted by tabs, is answered by the lines of VeraCheck and by a line "done".

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

public class VeraServer {
    public static void main(String[] arguments) throws Exception {
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            VeraCheck.main(line.split("\t"));
            System.out.println("done");
            System.out.flush();
        }
    }
}
