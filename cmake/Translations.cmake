find_program(MSGFMT msgfmt REQUIRED)

# atlas_chinese(DOMAIN PO OUTPUT): compiles a gettext catalogue of Chinese texts into the share folder and installs it;
# OUTPUT is the variable that names the file, for a target to depend on.
function(atlas_chinese domain po output)
    set(folder locale/zh_CN/LC_MESSAGES)
    set(mo ${ATLAS_SHARE}/${folder}/${domain}.mo)
    add_custom_command(OUTPUT ${mo}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${ATLAS_SHARE}/${folder}
        COMMAND ${MSGFMT} --check -o ${mo} ${po}
        DEPENDS ${po} COMMENT "Translations: ${domain}" VERBATIM)
    install(FILES ${mo} DESTINATION ${CMAKE_INSTALL_DATADIR}/yuzhong/${folder})
    set(${output} ${mo} PARENT_SCOPE)
endfunction()
