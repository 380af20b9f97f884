from kanwu.cli.main import main

main()
